# 运行镜像：只含运行依赖，以普通用户运行；构建工具留在第一阶段。
FROM python:3.11-slim-bookworm AS build
WORKDIR /build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_NO_INPUT=1
# The development lock holds the build backend with its hashes; nothing of it reaches the second stage.
COPY requirements-dev.lock ./
RUN pip install --require-hashes -r requirements-dev.lock
COPY pyproject.toml README.md hatch_build.py ./
COPY assets ./assets
COPY src ./src
COPY indicator_sets ./indicator_sets
COPY text_rules ./text_rules
COPY review_rules ./review_rules
COPY report_templates ./report_templates
COPY examples ./examples
COPY migrations ./migrations
RUN pip wheel --no-deps --no-build-isolation --wheel-dir /wheels .

FROM python:3.11-slim-bookworm
ENV PYTHONUNBUFFERED=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_NO_INPUT=1
COPY requirements.lock /install/
RUN pip install --require-hashes -r /install/requirements.lock
COPY --from=build /wheels /install/wheels
RUN pip install --no-deps /install/wheels/*.whl \
    && rm -rf /install \
    && useradd --system --uid 10001 --create-home perfeval \
    && install -d -o perfeval -g perfeval -m 700 /var/lib/perfeval
USER perfeval
# The key of the journal, the proofs and, without PERFEVAL_DATABASE_URL, the database; used once PERFEVAL_DATA names it.
VOLUME /var/lib/perfeval
WORKDIR /home/perfeval
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=3)"]
# One image for both: `perfeval migrate` makes or upgrades the database, `perfeval serve` serves; docs/operations.md tells how.
# Inside a container every interface is the container's own; which port is published is the operator's choice.
CMD ["perfeval", "serve", "--host", "0.0.0.0", "--port", "8000"]
