/* What a program of statements is, before it is known how many bits a score needs. */
#ifndef DETENTE_KERNELS_PROGRAM_H
#define DETENTE_KERNELS_PROGRAM_H

#include <stdint.h>
#include <string.h>

#define CHUNK 4096 /* cells at a time, unless one axis has more strategies */

#if defined(__GNUC__) && !defined(__clang__)
#define INDEPENDENT _Pragma("GCC ivdep")
#else
#define INDEPENDENT
#endif

enum { NEGATION = -1, CONJUNCTION = -2, DISJUNCTION = -3, DIFFERENCE = -4, RULE = -5, STATEMENT = -6, MAKER = -7 };

typedef struct {
    const int32_t *steps;
    int64_t length;
    int depth;              /* truth values on the stack at most */
    const uint64_t *codes;  /* each cell's options as bits; or NULL, and then: */
    int axes;
    const int64_t *rows;    /* (size, stride) of each axis */
    const uint64_t *tables; /* each axis' strategies as bits, one axis after the other */
    uint64_t fixed;         /* what holds everywhere */
} Program;

/* The depth of the stack a program needs; -1 if it is none, or has other than so many decision makers, or more than so many statements each. */
static inline int program_depth(const int32_t *steps, int64_t length, int makers, int statements) {
    int height = 0, depth = 0, seen = 0, said = 0;
    for (int64_t k = 0; k < length; k++) {
        const int32_t step = steps[k];
        if (step > 63 || step < MAKER) return -1;
        if (step >= 0) {
            height++;
            depth = height > depth ? height : depth;
        } else if (step == MAKER) {
            if (height) return -1;
            seen++;
            said = 0;
        } else if (step == NEGATION) {
            if (height < 1) return -1;
        } else if (step == RULE || step == STATEMENT) {
            if (height != 1 || (step == STATEMENT && ++said > statements)) return -1;
            height = 0;
        } else {
            if (height < 2) return -1;
            height--;
        }
        if (depth > 1000) return -1;
    }
    return height || seen != makers ? -1 : depth;
}

#endif
