/* Python's stable interface, which is all that the extensions use; included first. */
#ifndef DETENTE_KERNELS_PYTHON_H
#define DETENTE_KERNELS_PYTHON_H

#define PY_SSIZE_T_CLEAN
#include <pyconfig.h>
#if !defined(Py_LIMITED_API) && !defined(Py_GIL_DISABLED)
#define Py_LIMITED_API 0x030B0000
#endif
#include <Python.h>

#if defined(__GNUC__)
#pragma GCC diagnostic ignored "-Wpsabi" /* vectors are passed between functions of one file alone */
#endif

#endif
