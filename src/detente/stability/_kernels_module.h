/* What every extension here has: which build runs, and how it presents itself to Python. Included once it is known whether WIDE is defined. */
#ifndef DETENTE_KERNELS_MODULE_H
#define DETENTE_KERNELS_MODULE_H

static int wide(void) {
#ifdef WIDE
    __builtin_cpu_init();
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("popcnt");
#else
    return 0;
#endif
}

/* None, or without memory an error. */
static PyObject *nothing_but(int status) {
    if (status < 0) return PyErr_NoMemory();
    Py_INCREF(Py_None);
    return Py_None;
}

PyDoc_STRVAR(instructions_doc, "instructions()\n--\n\nWhich of the builds inside runs on this processor: 'avx2' or 'portable'.");

static PyObject *instructions(PyObject *Py_UNUSED(self), PyObject *Py_UNUSED(none)) {
    return PyUnicode_FromString(wide() ? "avx2" : "portable");
}

#ifdef Py_mod_gil
#define WITHOUT_LOCK {Py_mod_gil, Py_MOD_GIL_NOT_USED},
#else
#define WITHOUT_LOCK
#endif

/* The extension called `name`, with its `methods`. */
#define MODULE(name, methods, text) \
    static PyModuleDef_Slot slots[] = {WITHOUT_LOCK{0, NULL}}; \
    static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, #name, text, 0, methods, slots, NULL, NULL, NULL}; \
    PyMODINIT_FUNC PyInit_##name(void) { return PyModuleDef_Init(&module); }

#endif
