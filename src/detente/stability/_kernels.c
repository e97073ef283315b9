/* The five concepts over a grid of strategies, in C: exact, near linear, for every decision maker at once.
 *
 * The algorithms are those of the NumPy engine (option_form.py says why they are right), laid out for processors: ranks of 16 bits where
 * they fit, neighbours side by side, the labels of all decision makers in one vector. Only Python's stable interface is used, so one build
 * serves every later Python, and NumPy is met through the buffer protocol alone.
 */
#include "_kernels_python.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "_kernels_model.h"
#include "_kernels_columns.h"

#define BUILD(x, width) x##_##width
#include "_kernels_widths.h"
#undef BUILD

/* The same once more for processors with vectors of 256 bits, where the compiler can be asked for it in the middle of a file. */
#if defined(__x86_64__) && defined(__GNUC__) && !defined(DETENTE_PORTABLE)
#define WIDE 1
#include <immintrin.h>
#define AVX2 1
#ifdef __clang__
#pragma clang attribute push(__attribute__((target("avx2,bmi,bmi2,lzcnt,popcnt,fma"))), apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("avx2,bmi,bmi2,lzcnt,popcnt,fma")
#endif
#define BUILD(x, width) x##_##width##_avx2
#include "_kernels_widths.h"
#undef BUILD
#ifdef __clang__
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif
#undef AVX2
#endif

#include "_kernels_module.h"

static int run(Model *model, int bytes) {
#ifdef WIDE
    if (wide()) return bytes == 2 ? run_u16_avx2(model) : run_u32_avx2(model);
#endif
    return bytes == 2 ? run_u16(model) : run_u32(model);
}

static int variants(Model *model, const int32_t *changes, int64_t count, int bytes) {
#ifdef WIDE
    if (wide()) return bytes == 2 ? variants_u16_avx2(model, changes, count) : variants_u32_avx2(model, changes, count);
#endif
    return bytes == 2 ? variants_u16(model, changes, count) : variants_u32(model, changes, count);
}

/* Whether the numbers are so many changes, and nothing more. */
static int read_changes(const int32_t *changes, int64_t length, int64_t count, int makers, int bits) {
    int64_t at = 0;
    for (int64_t v = 0; v < count; v++) {
        if (at >= length) return -1;
        for (int32_t concerned = changes[at++]; concerned > 0; concerned--) {
            if (at + 2 > length || changes[at] < 0 || changes[at] >= makers || changes[at + 1] < 0 || changes[at + 1] > bits) return -1;
            const int32_t statements = changes[at + 1];
            at += 2;
            if (at + statements > length) return -1;
            for (int32_t k = 0; k < statements; k++, at++)
                if (changes[at] < 0 || changes[at] >= bits) return -1;
        }
    }
    return at == length ? 0 : -1;
}

static int score(const Program *program, int64_t cells, void *out, uint8_t *feasible, int bytes) {
#ifdef WIDE
    if (wide()) return bytes == 2 ? score_u16_avx2(program, cells, out, feasible) : score_u32_avx2(program, cells, out, feasible);
#endif
    return bytes == 2 ? score_u16(program, cells, out, feasible) : score_u32(program, cells, out, feasible);
}

static int fill(PyObject *object, Py_buffer *view, int flags, Py_ssize_t bytes, const char *what) {
    if (PyObject_GetBuffer(object, view, flags) < 0) return -1;
    if (view->len == bytes) return 0;
    PyErr_Format(PyExc_ValueError, "%s: %zd bytes, not %zd", what, view->len, bytes);
    PyBuffer_Release(view);
    return -1;
}

/* Axes out of rows (size, stride, bits), with the classes of strategies one after the other in `taken`. */
static int read_axes(Axis *axes, const int64_t *rows, int makers, const uint16_t *taken, int64_t length, int64_t cells) {
    int64_t used = 0;
    for (int j = 0; j < makers; j++) {
        const int64_t size = rows[3 * j], stride = rows[3 * j + 1], bits = rows[3 * j + 2];
        if (size < 1 || size > STRATEGY || bits < 0 || bits > 15 || used + size > length || stride < 1 || cells / size < stride || cells % (size * stride)) return -1;
        axes[j] = (Axis){size, stride, (int)bits, taken + used, to_divide_by(stride), to_divide_by(size * stride)};
        for (int64_t x = 0; x < size; x++)
            if (taken[used + x] >> bits) return -1;
        used += size;
    }
    for (int j = 0; j < makers; j++) /* axes nest: neither begins anew in the midst of the other */
        for (int k = 0; k < j; k++) {
            const int64_t one = axes[j].stride, two = axes[k].stride;
            if (axes[j].size > 1 && axes[k].size > 1 && one % (two * axes[k].size) && two % (one * axes[j].size)) return -1;
        }
    return 0;
}

PyDoc_STRVAR(
    stability_doc,
    "stability(ranks, feasible, axes, taken, flags, makers, width, wanted, rounds, count=-1, changes=None)\n--\n\n"
    "Fill flags, one byte a decision maker and cell: 1 Nash, 2 GMR, 4 SMR, 8 SEQ, 16 SSEQ.\n\n"
    "ranks: makers rows of unsigned integers of width bytes, larger is better, 0 where infeasible. feasible: a byte a cell, or None.\n"
    "axes: int64 rows (strategies, stride, one-way options). taken: uint16, for each strategy which one-way options it has used.\n"
    "Returns (rounds of sweeps, lanes searched, decision makers in closed form).\n\n"
    "With two arguments more, count and changes (int32), the model is solved so often with other orders of the ranks' bits, flags having room\n"
    "for all: for each time how many decision makers change; for each its number, how many bits, and the bits, most important first."
);

static PyObject *stability(PyObject *Py_UNUSED(self), PyObject *args) {
    PyObject *ranks_object, *feasible_object, *axes_object, *taken_object, *flags_object, *changes_object = Py_None, *result = NULL;
    int makers, width, wanted, rounds, count = -1;
    if (!PyArg_ParseTuple(
            args, "OOOOOiiii|iO", &ranks_object, &feasible_object, &axes_object, &taken_object, &flags_object, &makers, &width, &wanted,
            &rounds, &count, &changes_object
        ))
        return NULL;
    if (makers < 1 || makers > 255 || (width != 2 && width != 4)) {
        PyErr_SetString(PyExc_ValueError, "1 to 255 decision makers, and ranks of 2 or 4 bytes");
        return NULL;
    }
    Py_buffer flags, ranks, feasible = {0}, axes, taken, changes = {0};
    const int64_t times = count < 0 ? 1 : count;
    if (PyObject_GetBuffer(flags_object, &flags, PyBUF_WRITABLE) < 0) return NULL;
    const int64_t cells = times ? flags.len / makers / times : 0;
    if (cells < 1 || cells > INT32_MAX || flags.len != cells * makers * times) {
        PyErr_SetString(PyExc_ValueError, "flags: one byte a decision maker and cell, fewer than 2**31 cells");
        goto flags;
    }
    if (fill(ranks_object, &ranks, PyBUF_SIMPLE, (Py_ssize_t)(makers * cells * width), "ranks") < 0) goto flags;
    if (fill(axes_object, &axes, PyBUF_SIMPLE, (Py_ssize_t)(makers * 3 * sizeof(int64_t)), "axes") < 0) goto ranks;
    if (PyObject_GetBuffer(taken_object, &taken, PyBUF_SIMPLE) < 0) goto axes;
    if (feasible_object != Py_None && fill(feasible_object, &feasible, PyBUF_SIMPLE, (Py_ssize_t)cells, "feasible") < 0) goto taken;
    Axis axis[255];
    if (read_axes(axis, axes.buf, makers, taken.buf, (int64_t)(taken.len / 2), cells) < 0) {
        PyErr_SetString(PyExc_ValueError, "axes: sizes and strides do not fit the cells, or a class does not fit its axis");
        goto feasible;
    }
    if (count >= 0) {
        if (PyObject_GetBuffer(changes_object, &changes, PyBUF_SIMPLE) < 0) goto feasible;
        if (changes.len % 4 || read_changes(changes.buf, (int64_t)changes.len / 4, count, makers, 8 * width) < 0) {
            PyErr_SetString(PyExc_ValueError, "changes: other than count changes, or a decision maker or bit that is not there");
            goto changes;
        }
    }
    Model model = {makers, cells, feasible_object == Py_None, ranks.buf, feasible.buf, axis, flags.buf, wanted, rounds, 0, 0, NULL, NULL, 0};
    int status;
    Py_BEGIN_ALLOW_THREADS status = count < 0 ? run(&model, width) : variants(&model, changes.buf, count, width);
    Py_END_ALLOW_THREADS if (status < 0) PyErr_NoMemory();
    else result = Py_BuildValue("iii", model.swept, model.searched, model.closed);
changes:
    if (count >= 0) PyBuffer_Release(&changes);
feasible:
    if (feasible_object != Py_None) PyBuffer_Release(&feasible);
taken:
    PyBuffer_Release(&taken);
axes:
    PyBuffer_Release(&axes);
ranks:
    PyBuffer_Release(&ranks);
flags:
    PyBuffer_Release(&flags);
    return result;
}

PyDoc_STRVAR(
    scores_doc,
    "scores(steps, codes, rows, tables, fixed, ranks, feasible, makers, width)\n--\n\n"
    "Fill ranks, makers rows of unsigned integers of width bytes, and feasible, a byte a cell (or None), by a program.\n\n"
    "steps: int32. codes: uint64, each cell's options as bits; or None, and then rows (int64: size and stride of each axis), tables (uint64:\n"
    "each strategy's options as bits) and fixed (bits that hold everywhere) say them. Ranks are 0 where infeasible."
);

static PyObject *scores(PyObject *Py_UNUSED(self), PyObject *args) {
    PyObject *steps_object, *codes_object, *rows_object, *tables_object, *ranks_object, *feasible_object, *result = NULL;
    unsigned long long fixed;
    int makers, width;
    if (!PyArg_ParseTuple(
            args, "OOOOKOOii", &steps_object, &codes_object, &rows_object, &tables_object, &fixed, &ranks_object, &feasible_object, &makers,
            &width
        ))
        return NULL;
    if (makers < 1 || (width != 2 && width != 4)) {
        PyErr_SetString(PyExc_ValueError, "1 decision maker or more, and ranks of 2 or 4 bytes");
        return NULL;
    }
    Py_buffer ranks, feasible = {0}, steps, codes = {0}, rows, tables;
    if (PyObject_GetBuffer(ranks_object, &ranks, PyBUF_WRITABLE) < 0) return NULL;
    const int64_t cells = ranks.len / makers / width;
    if (PyObject_GetBuffer(steps_object, &steps, PyBUF_SIMPLE) < 0) goto ranks;
    if (PyObject_GetBuffer(rows_object, &rows, PyBUF_SIMPLE) < 0) goto steps;
    if (PyObject_GetBuffer(tables_object, &tables, PyBUF_SIMPLE) < 0) goto rows;
    if (codes_object != Py_None && fill(codes_object, &codes, PyBUF_SIMPLE, (Py_ssize_t)cells * 8, "codes") < 0) goto tables;
    if (feasible_object != Py_None && fill(feasible_object, &feasible, PyBUF_WRITABLE, (Py_ssize_t)cells, "feasible") < 0) goto codes;
    const int64_t *row = rows.buf;
    int64_t strategies = 0, axes = (int64_t)rows.len / 16;
    for (int64_t j = 0; j < axes; j++) strategies = row[2 * j] < 1 || row[2 * j + 1] < 1 || strategies < 0 ? -1 : strategies + row[2 * j];
    const int64_t length = (int64_t)steps.len / 4;
    const int depth = program_depth(steps.buf, length, makers, 8 * width);
    if (ranks.len != makers * cells * width || strategies != (int64_t)tables.len / 8 || depth < 0) {
        PyErr_SetString(PyExc_ValueError, "steps, rows, tables and ranks do not fit together");
        goto feasible;
    }
    const Program program = {steps.buf, length, depth, codes.buf, (int)axes, row, tables.buf, fixed};
    int status;
    Py_BEGIN_ALLOW_THREADS status = score(&program, cells, ranks.buf, feasible.buf, width);
    Py_END_ALLOW_THREADS result = nothing_but(status);
feasible:
    if (feasible_object != Py_None) PyBuffer_Release(&feasible);
codes:
    if (codes_object != Py_None) PyBuffer_Release(&codes);
tables:
    PyBuffer_Release(&tables);
rows:
    PyBuffer_Release(&rows);
steps:
    PyBuffer_Release(&steps);
ranks:
    PyBuffer_Release(&ranks);
    return result;
}

static PyMethodDef methods[] = {
    {"stability", stability, METH_VARARGS, stability_doc},
    {"scores", scores, METH_VARARGS, scores_doc},
    {"instructions", instructions, METH_NOARGS, instructions_doc},
    {NULL, NULL, 0, NULL},
};

MODULE(_kernels, methods, "Stability over a grid of strategies.")
