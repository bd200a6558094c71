"""不写地名 - A place is data: its rules, forms and layouts are files with versions, never Python."""

import re

from tests.architecture.house import PRODUCT, files, name

# Provinces, and those cities and counties that have files of their own. Names that are also parts of ordinary phrases are left out.
PLACES = """北京 beijing 天津 tianjin 河北 hebei 山西 shanxi 内蒙古 neimenggu 辽宁 liaoning 吉林 jilin 黑龙江 heilongjiang 上海 shanghai
江苏 jiangsu 浙江 zhejiang 安徽 anhui 福建 fujian 江西 jiangxi 山东 shandong 河南 henan 湖北 hubei 湖南 hunan 广东 guangdong
广西 guangxi 海南 hainan 重庆 chongqing 四川 sichuan 贵州 guizhou 云南 yunnan 西藏 xizang 陕西 shaanxi 甘肃 gansu 青海 qinghai
宁夏 ningxia 新疆 xinjiang 香港 xianggang 澳门 aomen 台湾 taiwan
保山 baoshan 昌宁 changning 永德 yongde 昆明 kunming 广水 guangshui 武汉 wuhan 寿县 shouxian 合肥 hefei 银川 yinchuan 长沙 changsha
南京 nanjing 杭州 hangzhou 广州 guangzhou 郑州 zhengzhou 贵阳 guiyang 兰州 lanzhou 拉萨 lasa 沈阳 shenyang 哈尔滨 haerbin""".split()
NAMED = re.compile("|".join(place if not place.isascii() else rf"(?<![a-z]){place}(?![a-z])" for place in PLACES), re.IGNORECASE)


def test_no_place_is_named_in_python() -> None:
    wrong = [f"{name(path)}: {found.group()}" for path in files() for found in NAMED.finditer(path.read_text(encoding="utf-8"))]
    assert not wrong


def test_no_folder_of_the_product_is_a_place() -> None:
    assert not [path for path in PRODUCT.rglob("*") if NAMED.search(path.name)]
