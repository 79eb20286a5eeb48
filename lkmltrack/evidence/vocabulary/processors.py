"""Processors: brands, series, models and microarchitectures, and their standard names."""

import re
from collections.abc import Sequence

from lkmltrack.evidence.vocabulary.tables import listed
from lkmltrack.evidence.vocabulary.words import Atom, Weight, Word, key_at
from lkmltrack.model.evidence import EnvironmentKind

CPU = EnvironmentKind.CPU
_UARCH = EnvironmentKind.MICROARCHITECTURE

_BRANDS = {
    "intel": "Intel",
    "amd": "AMD",
    "hygon": "Hygon",
    "zhaoxin": "Zhaoxin",
    "loongson": "Loongson",
    "ampere": "Ampere",
    "phytium": "Phytium",
    "sophgo": "SOPHGO",
    "huawei": "Huawei",
    "hisilicon": "HiSilicon",
    "qualcomm": "Qualcomm",
    "mediatek": "MediaTek",
    "ibm": "IBM",
    "fujitsu": "Fujitsu",
    "cavium": "Cavium",
    "marvell": "Marvell",
    "nvidia": "NVIDIA",
    "starfive": "StarFive",
    "apple": "Apple",
    "t-head": "T-Head",
    "thead": "T-Head",
    "ti": "TI",
    "rockchip": "Rockchip",
    "allwinner": "Allwinner",
    "sifive": "SiFive",
    "dell": "Dell",
    "hpe": "HPE",
    "lenovo": "Lenovo",
    "thinkpad": "ThinkPad",
    "poweredge": "PowerEdge",
    "proliant": "ProLiant",
    "supermicro": "Supermicro",
}
_SERIES = {
    "xeon": "Xeon",
    "epyc": "EPYC",
    "ryzen": "Ryzen",
    "opteron": "Opteron",
    "atom": "Atom",
    "threadripper": "Threadripper",
    "athlon": "Athlon",
    "celeron": "Celeron",
    "pentium": "Pentium",
    "itanium": "Itanium",
    "altra": "Altra",
    "ampereone": "AmpereOne",
    "emag": "eMAG",
    "kunpeng": "Kunpeng",
    "graviton": "Graviton",
    "thunderx": "ThunderX",
    "neoverse": "Neoverse",
    "cortex": "Cortex",
    "snapdragon": "Snapdragon",
    "dimensity": "Dimensity",
    "exynos": "Exynos",
    "tegra": "Tegra",
    "a64fx": "A64FX",
    "xgene": "X-Gene",
    "x-gene": "X-Gene",
    "falkor": "Falkor",
    "unmatched": "Unmatched",
    "beagleboard": "BeagleBoard",
    "beaglebone": "BeagleBone",
    "beaglev": "BeagleV",
    "visionfive": "VisionFive",
    "odroid": "ODROID",
    "chromebook": "Chromebook",
    "jetson": "Jetson",
    "nanopi": "NanoPi",
    "nanopc": "NanoPC",
    "cubieboard": "Cubieboard",
    "rpi": "Raspberry Pi",
    "beagleplay": "BeaglePlay",
    "licheepi": "LicheePi",
    "milkv": "Milk-V",
}
_NEEDS_BRAND = frozenset({"atom", "unmatched", "falkor", "cortex", "neoverse"})
_LAKES = listed(
    "cascade cooper ice tiger alder raptor meteor arrow lunar panther comet coffee kaby rocket amber "
    "whiskey elkhart jasper gemini apollo nova wildcat cannon"
)
_PAIRS = {
    **{(name, "lake"): f"{name.capitalize()} Lake" for name in _LAKES},
    **{
        (name, "rapids"): f"{name.capitalize()} Rapids"
        for name in ("sapphire", "emerald", "granite", "diamond")
    },
    ("sandy", "bridge"): "Sandy Bridge",
    ("ivy", "bridge"): "Ivy Bridge",
    ("sierra", "forest"): "Sierra Forest",
    ("clearwater", "forest"): "Clearwater Forest",
    ("knights", "landing"): "Knights Landing",
    ("raspberry", "pi"): "Raspberry Pi",
}
_SINGLES = {
    **{"".join(pair): name for pair, name in _PAIRS.items()},
    "haswell": "Haswell",
    "broadwell": "Broadwell",
    "skylake": "Skylake",
    "nehalem": "Nehalem",
    "westmere": "Westmere",
    "bergamo": "Bergamo",
    "silvermont": "Silvermont",
    "goldmont": "Goldmont",
    "gracemont": "Gracemont",
    "piledriver": "Piledriver",
    "bulldozer": "Bulldozer",
    "skylake-sp": "Skylake",
    "skylake-x": "Skylake",
    "icelake-sp": "Ice Lake",
}
_CITIES = {
    "naples": "Naples",
    "rome": "Rome",
    "milan": "Milan",
    "genoa": "Genoa",
    "turin": "Turin",
    "siena": "Siena",
    "phoenix": "Phoenix",
    "strix": "Strix",
    "rembrandt": "Rembrandt",
    "raphael": "Raphael",
    "cezanne": "Cezanne",
    "renoir": "Renoir",
    "grace": "Grace",
    "vera": "Vera",
    "orin": "Orin",
    "xavier": "Xavier",
}
_SHORT = {
    "icx": "Ice Lake",
    "icl": "Ice Lake",
    "clx": "Cascade Lake",
    "csx": "Cascade Lake",
    "skx": "Skylake",
    "skl": "Skylake",
    "spr": "Sapphire Rapids",
    "emr": "Emerald Rapids",
    "gnr": "Granite Rapids",
    "srf": "Sierra Forest",
    "cwf": "Clearwater Forest",
    "adl": "Alder Lake",
    "rpl": "Raptor Lake",
    "mtl": "Meteor Lake",
    "tgl": "Tiger Lake",
    "lnl": "Lunar Lake",
    "arl": "Arrow Lake",
    "bdx": "Broadwell",
    "hsx": "Haswell",
}
_ZEN = re.compile(r"zen[-+]?([1-6])?(c|\+)?$")
_SOC = re.compile(
    r"(?:sg20[0-9]{2}|th1520|jh71[0-9]{2}|rk3[0-9]{3}s?|bcm2[0-9]{3}|am[3456][0-9]{3}|sdm[0-9]{3}"
    r"|sm[6-8][0-9]{3}|msm[0-9]{4}|mt[68][0-9]{3}|3[abc][456]000\w{0,2}|imx[678]\w{0,6}|i\.mx[678]\w{0,6}"
    r"|h61[68]|k3-?j\w{3,5}|tda4vm|ax45mp|fu[57]40|thunderx[23]|graviton[1-5]|kunpeng-?9[0-9]{2}"
    r"|cortex-[axrm][0-9]{1,3}\w{0,2}|neoverse-?[nve][123]|rpi[1-5]|power(?:[5-9]|1[01])|hi16[0-9]{2}|ft-?2[05]00"
    r"|s5000c|d3000|k1|x100|d06|d05|x1c)$"
)
_NEEDS_COMPANY = frozenset({"k1", "x100", "x1c", "h616", "h618", "d05", "d06"})
_MODEL_ALONE = re.compile(r"(?:i[3579]-[0-9]{3,5}[a-z]{0,3}[0-9]?|e[357]-[0-9]{4}l?(?:v[0-9])?)$")
_MODEL = re.compile(
    r"(?:[0-9]{3,5}[a-z]{0,4}\+?|[0-9]{2}xx|[a-z][0-9]{1,2}|[a-z]{1,2}-?[0-9]{3,5}[a-z]{0,3}[0-9]?|[0-9]r[0-9]{2}|[0-9]v[0-9]{2}"
    r"|v[0-9]|i[3579]|m[1-5]|[a-z][0-9]{3})$"
)
_GRADES = listed(
    "gold platinum silver bronze max ultra phi core scalable pro ai hx plus cpu cpus processor "
    "processors apu soc v e d w"
)
_ARCHITECTURES = listed(
    "x86 x86_64 x86-64 amd64 arm64 aarch64 arm armv7 armv8 ppc64 ppc64le powerpc riscv risc-v riscv64 "
    "rv64 s390 s390x loongarch loongarch64 mips sparc64 alpha"
)
_GENERATION = re.compile(r"[0-9]{1,2}(?:st|nd|rd|th)$")
_GHZ = re.compile(r"[0-9.]{1,6}\s?[gm]hz$")


PROCESSOR_WORDS = (
    frozenset(word for pair in _PAIRS for word in pair)
    | frozenset(_BRANDS)
    | frozenset(_SERIES)
    | frozenset(_SINGLES)
    | frozenset(_CITIES)
    | frozenset(_SHORT)
    | _GRADES
    | _ARCHITECTURES
    | {"zen", "ghz", "pi", "gen", "generation", "core"}
)
"""Every word of letters alone that may be part of a processor's name."""


def processor_at(words: Sequence[Word], index: int, before: str) -> Atom | None:
    """Return the part of a processor's name at a word, seeing what group stands right before it."""
    key = words[index].key
    return (
        _microarchitecture(words, index, key, before)
        or _series(words, index, key, before)
        or _model(words, index, key, before)
    )


def _microarchitecture(words: Sequence[Word], index: int, key: str, before: str) -> Atom | None:
    for cut in (key.split("-"), [key, key_at(words, index + 1)]):
        pair = _PAIRS.get((cut[0], cut[1])) if len(cut) == 2 else None
        if pair is not None and _is_name(words[index].text, before):
            width = 1 if "-" in key else 2
            return Atom(width, _UARCH, Weight.STRONG, "uarch", pair)
    if key in _SINGLES:
        return Atom(1, _UARCH, Weight.STRONG, "uarch", _SINGLES[key])
    zen = _ZEN.match(key)
    if zen and (zen[1] or before == "brand"):
        following = key_at(words, index + 1)
        number = zen[1] or (following if following in "123456" and following else "")
        return Atom(
            1 if zen[1] or not number else 2,
            _UARCH,
            Weight.STRONG,
            "uarch",
            f"Zen {number}{zen[2] or ''}".strip(),
        )
    if key in _SHORT and words[index].text.isupper():
        weight = Weight.STRONG if before in ("brand", "series") else Weight.WEAK
        return Atom(1, _UARCH, weight, "uarch", _SHORT[key])
    if (
        key in _CITIES
        and before in ("brand", "series", "uarch", "model")
        and words[index].text[0].isupper()
    ):
        return Atom(1, _UARCH, Weight.STRONG, "uarch", _CITIES[key])
    return None


def _is_name(text: str, before: str) -> bool:
    """Whether a word such as Ice is the name and not the substance."""
    return (
        text[0].isupper()
        or before in ("brand", "series")
        or text.lower() not in ("ice", "comet", "amber")
    )


def _series(words: Sequence[Word], index: int, key: str, before: str) -> Atom | None:
    key = key.removesuffix("'s")
    if key in _SERIES and (key not in _NEEDS_BRAND or before == "brand"):
        return Atom(1, CPU, Weight.STRONG, "series", _SERIES[key])
    if key == "pi" and before == "brand":
        return Atom(1, CPU, Weight.STRONG, "series", "Pi")
    if key in _BRANDS and (key != "ti" or words[index].text == "TI"):
        return Atom(1, CPU, Weight.WEAK, "brand", _BRANDS[key])
    if key == "core" and (before == "brand" or _MODEL_ALONE.match(key_at(words, index + 1))):
        return Atom(1, CPU, Weight.WEAK, "series", "Core")
    if key in _ARCHITECTURES:
        return Atom(1, CPU, Weight.WEAK, "architecture", key)
    return None


def _model(words: Sequence[Word], index: int, key: str, before: str) -> Atom | None:
    text = words[index].text
    if _MODEL_ALONE.match(key):
        return Atom(1, CPU, Weight.STRONG, "model", text)
    if _SOC.match(key):
        weight = Weight.WEAK if key in _NEEDS_COMPANY else Weight.STRONG
        return Atom(1, CPU, weight, "model", text)
    if before in ("brand", "series", "model", "grade", "uarch", "ultra"):
        if _GENERATION.match(key) or key in ("generation", "gen"):
            return Atom(1, CPU, Weight.JOIN, "grade", text)
        if key in _GRADES and not (
            before == "brand" and key in ("cpu", "cpus", "e", "d", "w", "v")
        ):
            group = "ultra" if key == "ultra" else "grade"
            return Atom(1, CPU, Weight.JOIN, group, "" if key.startswith(("cpu", "proc")) else text)
        if len(key) == 1 and key.isdigit() and before in ("series", "ultra"):
            return Atom(1, CPU, Weight.JOIN, "model", text)
        if _MODEL.match(key) and (before != "brand" or len(key) > 3):
            weight = Weight.STRONG if len(key) > 3 else Weight.JOIN
            return Atom(1, CPU, weight, "model", text)
    if _GHZ.match(key):
        return Atom(1, CPU, Weight.JOIN, "clock", text)
    return None
