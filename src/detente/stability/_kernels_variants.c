/* One conflict solved with many orders of its statements at once, in C: exact, all five concepts.
 *
 * What a variant changes are rankings, so whatever depends on moves alone is found once, and what depends on one decision maker's ranking once a
 * ranking. SEQ and SSEQ depend on everybody's: there either the focal decision maker's rankings stand side by side (_kernels_variants_lanes.h),
 * or everybody else's (_kernels_variants_bits.h). Python's stable interface and the buffer protocol are all that is used.
 */
#include "_kernels_python.h"

#include "_kernels_variants_grid.h"

enum { SEQ = 8, SSEQ = 16 };
#define LANES 16
#define WORDS 4

typedef struct {
    const uint64_t *ranks, *arcs; /* by version */
    const int32_t *makers;        /* by version: whose it is */
    const int32_t *focals;        /* the versions that differ to their decision maker */
    int64_t focal_count;
    const int32_t *tasks, *jobs;
    int64_t job_count;
    int wanted;
    uint64_t *known, *found;      /* by version: Nash, GMR, SMR; by task: SEQ, SSEQ */
} Work;

#define NAME(x) x##_portable
#include "_kernels_variants_body.h"
#undef NAME

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(DETENTE_PORTABLE)
#define WIDE 1
#include <immintrin.h>
#define AVX2 1
#pragma GCC push_options
#pragma GCC target("avx2,bmi,bmi2,lzcnt,popcnt")
#define NAME(x) x##_avx2
#include "_kernels_variants_body.h"
#undef NAME
#pragma GCC pop_options
#undef AVX2
#endif

#include "_kernels_module.h"

static int rank_versions(
    const Grid *grid, const uint32_t *truths, const int64_t *kinds, const uint16_t *kind, const int32_t *makers, const int64_t *begin, const int32_t *bits, int64_t versions,
    uint64_t *ranks, uint64_t *arcs, int32_t *focal, int32_t *moving
) {
#ifdef WIDE
    if (wide()) return rank_versions_avx2(grid, truths, kinds, kind, makers, begin, bits, versions, ranks, arcs, focal, moving);
#endif
    return rank_versions_portable(grid, truths, kinds, kind, makers, begin, bits, versions, ranks, arcs, focal, moving);
}

static int solve(const Grid *grid, const Work *work) {
#ifdef WIDE
    if (wide()) return solve_avx2(grid, work);
#endif
    return solve_portable(grid, work);
}

/* Several buffers at once, so that an error lets go of all of them. */
typedef struct {
    Py_buffer view[16];
    int count;
} Buffers;

static void let_go(Buffers *buffers) {
    while (buffers->count) PyBuffer_Release(&buffers->view[--buffers->count]);
}

/* The next buffer: at least so many items of so many bytes. NULL with an error set. */
static void *hold(Buffers *buffers, PyObject *object, int writable, int64_t items, int64_t bytes, const char *what) {
    Py_buffer *view = &buffers->view[buffers->count];
    if (PyObject_GetBuffer(object, view, writable ? PyBUF_WRITABLE : PyBUF_SIMPLE) < 0) return NULL;
    buffers->count++;
    if (items >= 0 && view->len == items * bytes) return view->buf;
    PyErr_Format(PyExc_ValueError, "%s: %zd bytes, not %lld items of %lld", what, view->len, (long long)items, (long long)bytes);
    return NULL;
}

/* The grid that cells, axes and classes of strategies describe. NULL, with an error set, for what is none. */
static Grid *read_grid(Grid *grid, Buffers *buffers, PyObject *cells_object, PyObject *axes_object, PyObject *taken_object, int makers, long long total) {
    const int64_t states = PyObject_Length(cells_object), length = PyObject_Length(taken_object);
    if (states < 0 || length < 0) return NULL;
    if (makers < 1 || makers > 255 || states < 1 || states > INT16_MAX || total < states || total > INT32_MAX) {
        PyErr_SetString(PyExc_ValueError, "1 to 255 decision makers and 1 to 32767 states, fewer than 2**31 cells");
        return NULL;
    }
    const uint32_t *cells = hold(buffers, cells_object, 0, states, 4, "cells");
    const int64_t *axes = cells ? hold(buffers, axes_object, 0, 3 * makers, 8, "axes") : NULL;
    const uint16_t *taken = axes ? hold(buffers, taken_object, 0, length, 2, "taken") : NULL;
    if (!taken) return NULL;
    int64_t used = 0;
    int wrong = 0;
    for (int j = 0; j < makers && !wrong; j++) {
        const int64_t size = axes[3 * j], stride = axes[3 * j + 1], bits = axes[3 * j + 2];
        wrong = size < 1 || size > total || stride < 1 || total / size < stride || total % (size * stride) || bits < 0 || bits > 15;
        used += wrong ? 0 : size;
    }
    for (int64_t s = 0; s < states && !wrong; s++) wrong = cells[s] >= total;
    if (wrong || used != length) {
        PyErr_SetString(PyExc_ValueError, "axes, taken and cells do not fit together");
        return NULL;
    }
    if (place_grid(grid, makers, cells, states, total, axes, taken) == 0) return grid;
    forget_grid(grid);
    PyErr_NoMemory();
    return NULL;
}

PyDoc_STRVAR(
    rank_doc,
    "rank(cells, axes, taken, makers, total, truths, kinds, kind, owners, begin, bits, ranks, arcs, focal, moving)\n--\n\n"
    "Rank the states by each version of a decision maker's statements.\n\n"
    "cells: uint32, the feasible cells of total, each once: the states. axes, taken: as for stability(). truths: uint32, by decision maker\n"
    "the truths of its statements that occur, from kinds[i] (int64) on; kind: uint16, makers rows: which of them a state has.\n"
    "owners: int32, whose a version is. begin: int64, where its statements begin in bits (int32: a bit of the truths, or ~bit for the\n"
    "opposite), one number more than versions. Fills ranks (uint64 rows of 4 uint16 each, dense from 0), arcs (uint64 rows of words()), and\n"
    "focal and moving (int32): the first version that is the same to its decision maker, and to everybody else."
);

static PyObject *rank(PyObject *Py_UNUSED(self), PyObject *args) {
    PyObject *cells, *axes, *taken, *truths_object, *kinds_object, *kind_object, *owners_object, *begin_object, *bits_object, *ranks_object, *arcs_object, *focal_object, *moving_object;
    int makers;
    long long total;
    if (!PyArg_ParseTuple(
            args, "OOOiLOOOOOOOOOO", &cells, &axes, &taken, &makers, &total, &truths_object, &kinds_object, &kind_object, &owners_object, &begin_object, &bits_object,
            &ranks_object, &arcs_object, &focal_object, &moving_object
        ))
        return NULL;
    Buffers buffers = {.count = 0};
    Grid grid = {0};
    PyObject *result = NULL;
    if (!read_grid(&grid, &buffers, cells, axes, taken, makers, total)) goto done;
    const int64_t versions = PyObject_Length(owners_object), length = PyObject_Length(bits_object), stride = (grid.states + 3) / 4;
    if (versions < 0 || length < 0) goto done;
    const int64_t truth_count = PyObject_Length(truths_object);
    const uint32_t *truths = hold(&buffers, truths_object, 0, truth_count, 4, "truths");
    const int64_t *kinds = truths ? hold(&buffers, kinds_object, 0, makers + 1, 8, "kinds") : NULL;
    const uint16_t *kind = kinds ? hold(&buffers, kind_object, 0, makers * grid.states, 2, "kind") : NULL;
    const int32_t *owners = kind ? hold(&buffers, owners_object, 0, versions, 4, "owners") : NULL;
    const int64_t *begin = owners ? hold(&buffers, begin_object, 0, versions + 1, 8, "begin") : NULL;
    const int32_t *bits = begin ? hold(&buffers, bits_object, 0, length, 4, "bits") : NULL;
    uint64_t *ranks = bits ? hold(&buffers, ranks_object, 1, versions * stride, 8, "ranks") : NULL;
    uint64_t *arcs = ranks ? hold(&buffers, arcs_object, 1, versions * grid.words, 8, "arcs") : NULL;
    int32_t *focal = arcs ? hold(&buffers, focal_object, 1, versions, 4, "focal") : NULL;
    int32_t *moving = focal ? hold(&buffers, moving_object, 1, versions, 4, "moving") : NULL;
    if (!moving) goto done;
    int wrong = begin[0] != 0 || begin[versions] != length;
    for (int64_t v = 0; v < versions && !wrong; v++)
        wrong = owners[v] < 0 || owners[v] >= makers || begin[v + 1] < begin[v] || begin[v + 1] - begin[v] > 32 || begin[v + 1] > length;
    wrong |= kinds[0] != 0 || kinds[makers] > truth_count;
    for (int j = 0; j < makers && !wrong; j++) wrong = kinds[j + 1] < kinds[j] || kinds[j + 1] - kinds[j] > grid.states;
    for (int64_t k = 0; k < makers * grid.states && !wrong; k++)
        wrong = kind[k] >= kinds[k / grid.states + 1] - kinds[k / grid.states];
    for (int64_t k = 0; k < length && !wrong; k++) wrong = bits[k] > 31 || bits[k] < ~31;
    if (wrong) {
        PyErr_SetString(PyExc_ValueError, "versions: a decision maker or a bit that is not there");
        goto done;
    }
    int status;
    Py_BEGIN_ALLOW_THREADS status = rank_versions(&grid, truths, kinds, kind, owners, begin, bits, versions, ranks, arcs, focal, moving);
    Py_END_ALLOW_THREADS result = nothing_but(status);
done:
    forget_grid(&grid);
    let_go(&buffers);
    return result;
}

PyDoc_STRVAR(words_doc, "words(cells, axes, taken, makers, total)\n--\n\nHow many words of 64 pairs the decision maker with most has: a row of arcs.");

static PyObject *words(PyObject *Py_UNUSED(self), PyObject *args) {
    PyObject *cells, *axes, *taken;
    int makers;
    long long total;
    if (!PyArg_ParseTuple(args, "OOOiL", &cells, &axes, &taken, &makers, &total)) return NULL;
    Buffers buffers = {.count = 0};
    Grid grid = {0};
    PyObject *result = read_grid(&grid, &buffers, cells, axes, taken, makers, total) ? PyLong_FromLongLong(grid.words) : NULL;
    forget_grid(&grid);
    let_go(&buffers);
    return result;
}

PyDoc_STRVAR(
    solve_doc,
    "solve(cells, axes, taken, makers, total, owners, ranks, arcs, focals, tasks, jobs, wanted, known, found)\n--\n\n"
    "Stability of versions, as rank() filled ranks and arcs; answers are rows of a bit a state, 64 to a word.\n\n"
    "known: uint64, by version Nash, GMR, SMR, filled for those in focals (int32), which come decision maker by decision maker. tasks: int32,\n"
    "the version of each decision maker. found: uint64, by task SEQ and SSEQ. jobs: int32 rows (how, decision maker, from, to), consecutive\n"
    "tasks with how 0 the same versions of everybody else (a ranking a lane), with how 1 the same version of the decision maker (a variant a\n"
    "bit), which must be among focals. wanted: 8 SEQ, 16 SSEQ; how 0 finds both."
);

static PyObject *solve_python(PyObject *Py_UNUSED(self), PyObject *args) {
    PyObject *cells, *axes, *taken, *owners, *ranks, *arcs, *focals, *tasks, *jobs, *known, *found, *result = NULL;
    int makers;
    long long total;
    Work work = {0};
    if (!PyArg_ParseTuple(
            args, "OOOiLOOOOOOiOO", &cells, &axes, &taken, &makers, &total, &owners, &ranks, &arcs, &focals, &tasks, &jobs, &work.wanted,
            &known, &found
        ))
        return NULL;
    Buffers buffers = {.count = 0};
    Grid grid = {0};
    if (!read_grid(&grid, &buffers, cells, axes, taken, makers, total)) goto done;
    const int64_t versions = PyObject_Length(owners), stride = (grid.states + 3) / 4, count = PyObject_Length(tasks);
    work.focal_count = PyObject_Length(focals);
    work.job_count = PyObject_Length(jobs);
    if (versions < 0 || count < 0 || work.focal_count < 0 || work.job_count < 0) goto done;
    if (!(work.makers = hold(&buffers, owners, 0, versions, 4, "owners"))) goto done;
    if (!(work.ranks = hold(&buffers, ranks, 0, versions * stride, 8, "ranks"))) goto done;
    if (!(work.arcs = hold(&buffers, arcs, 0, versions * grid.words, 8, "arcs"))) goto done;
    if (!(work.focals = hold(&buffers, focals, 0, work.focal_count, 4, "focals"))) goto done;
    if (!(work.tasks = hold(&buffers, tasks, 0, count * makers, 4, "tasks"))) goto done;
    if (!(work.jobs = hold(&buffers, jobs, 0, 4 * work.job_count, 4, "jobs"))) goto done;
    if (!(work.known = hold(&buffers, known, 1, versions * 3 * grid.row, 8, "known"))) goto done;
    if (!(work.found = hold(&buffers, found, 1, count * 2 * grid.row, 8, "found"))) goto done;
    int wrong = 0;
    for (int64_t v = 0; v < versions && !wrong; v++) wrong = work.makers[v] < 0 || work.makers[v] >= makers;
    for (int64_t k = 0; k < work.focal_count && !wrong; k++) wrong = work.focals[k] < 0 || work.focals[k] >= versions;
    for (int64_t k = 0; k < count * makers && !wrong; k++)
        wrong = work.tasks[k] < 0 || work.tasks[k] >= versions || work.makers[work.tasks[k]] != k % makers;
    for (int64_t k = 0; k < work.job_count && !wrong; k++) {
        const int32_t *job = work.jobs + 4 * k;
        wrong = job[1] < 0 || job[1] >= makers || job[2] < 0 || job[2] > job[3] || job[3] > count;
    }
    for (int64_t k = 0; k < versions * stride * 4 && !wrong; k++) wrong = ((const uint16_t *)work.ranks)[k] >= grid.states;
    if (wrong) {
        PyErr_SetString(PyExc_ValueError, "a version, task or decision maker that is not there, or ranks of another grid");
        goto done;
    }
    int status;
    Py_BEGIN_ALLOW_THREADS status = solve(&grid, &work);
    Py_END_ALLOW_THREADS result = nothing_but(status);
done:
    forget_grid(&grid);
    let_go(&buffers);
    return result;
}

static PyMethodDef methods[] = {
    {"rank", rank, METH_VARARGS, rank_doc},
    {"words", words, METH_VARARGS, words_doc},
    {"solve", solve_python, METH_VARARGS, solve_doc},
    {"instructions", instructions, METH_NOARGS, instructions_doc},
    {NULL, NULL, 0, NULL},
};

MODULE(_kernels_variants, methods, "One conflict with many orders of its statements.")
