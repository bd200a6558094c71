# 常用命令。直接运行 make 或 make help 查看说明。
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
PORT   ?= 8000
SERVE  ?= 1

BIN   := .venv/bin
STAMP := .venv/.installed
# The rooms that do no I/O: their tests are quick and belong to every check before a commit.
PURE  := $(wildcard $(addprefix tests/,architecture house errors quantities syntax accounts indicators evaluation workflow scoring checks review))

.PHONY: help setup demo serve check test bench pictures screenshots lock

help: ## 列出全部命令
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(STAMP) ## 建立 .venv，按锁定清单（含哈希）安装；已是最新时立即返回

$(STAMP): requirements-dev.lock pyproject.toml hatch_build.py assets/package-lock.json
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo '需要 Python 3.11 或更高版本；可用 make setup PYTHON=python3.12 指定。' >&2; exit 1; }
	@$(PYTHON) scripts/system_packages.py setup
	@echo '正在建立 .venv 并安装依赖（首次约需一分钟）……'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input --require-hashes -r requirements-dev.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input --no-deps --no-build-isolation -e .
	@touch $(STAMP)

demo: setup ## 给示例评分、在 out/ 生成 Word，再造一个示例县、启动服务；SERVE=0 只做示例，PORT=8000 可改
	@$(BIN)/perfeval demo $(if $(filter 0,$(SERVE)),--no-serve,--port $(PORT))

serve: setup ## 启动服务，http://127.0.0.1:8000；PORT=8000 可改
	@$(BIN)/perfeval serve --port $(PORT)

check: setup ## 提交前的检查（90 秒以内）：规范、格式、类型、架构与纯计算部分的测试
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest -n 2 -q $(PURE)

test: setup ## 全部检查与全部测试，与持续集成完全相同
	@$(PYTHON) scripts/system_packages.py tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest -n 2

bench: setup ## 性能对比，结果为同一次运行内的倍数
	@$(BIN)/python -m benchmarks

pictures: setup ## 用各自的样例填写全部报告模板，制成 docs/forms/ 中的图片（需要 LibreOffice 和 poppler）
	@$(PYTHON) scripts/system_packages.py tests
	@$(BIN)/python scripts/make_pictures.py

screenshots: setup ## 造一个示例县，给每个画面拍照，存为 docs/screens/ 中的图片（需要 Chromium，约三分钟）
	@$(PYTHON) scripts/system_packages.py tests
	@$(BIN)/python scripts/make_screens.py

lock: ## 按 pyproject.toml 重新生成两份锁定清单（联网；只有版本与哈希，没有下载地址）
	@test -x build/lock/bin/uv || { $(PYTHON) -m venv build/lock && build/lock/bin/pip install --quiet --disable-pip-version-check uv==0.13.8; }
	@scripts/lock build/lock/bin/uv
