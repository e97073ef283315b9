"""The one part of the build that is no data: an optional extension, which an installation does without where it cannot be compiled."""

from __future__ import annotations

import sys
import sysconfig
from pathlib import Path

from setuptools import Extension, setup

FOLDER = Path("src/detente/stability")
OWN_INTERFACE = bool(sysconfig.get_config_var("Py_GIL_DISABLED"))  # such a Python has no stable interface: built for it alone

kernels = [
    Extension(
        f"detente.stability.{name}",
        sources=[str(FOLDER / f"{name}.c")],
        depends=[str(path) for path in sorted(FOLDER.glob("_kernels*.h"))],
        extra_compile_args=["/O2"] if sys.platform == "win32" else ["-std=c11", "-O3"],
        py_limited_api=not OWN_INTERFACE,
        optional=True,
    )
    for name in ("_kernels", "_kernels_variants")
]

setup(ext_modules=kernels, options={} if OWN_INTERFACE else {"bdist_wheel": {"py_limited_api": "cp311"}})
