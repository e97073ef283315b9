/* Everything in order, for one type of rank; included by _kernels_body.h. */

static void NAME(forget)(const Model *model, NAME(Room) *room) {
    free(room->best);
    free(room->general);
    free(room->symmetric);
    free(room->least);
    free(room->least_best);
    free(room->reached);
    free(room->reached_best);
    for (int j = 0; j < model->makers; j++) {
        if (room->tops) free(room->tops[j]);
        if (room->credible) free(room->credible[j]);
        if (room->answered) free(room->answered[j]);
    }
    free(room->tops);
    free(room->credible);
    free(room->answered);
}

/* What only the sweeps and the search need. */
static void NAME(forget_labels)(const Model *model, NAME(Room) *room) {
    free(room->labels);
    free(room->running);
    free(room->changed);
    for (int j = 0; j < model->makers; j++) {
        if (room->stale) free(room->stale[j]);
        if (!room->orders) continue;
        free(room->orders[j].entries);
        free(room->orders[j].listed);
        free(room->orders[j].which);
    }
    free(room->stale);
    free(room->orders);
    room->labels = NULL;
}

/* Who moves, by stride, in groups of neighbours, and the layout of the labels that goes with them. */
static void NAME(group_movers)(const Model *model, NAME(Room) *room) {
    const int64_t bytes = room->lanes * BYTES, line = bytes < LINE ? LINE / bytes : 1;
    int directed = 0, count = 0;
    for (int j = 0; j < model->makers; j++) {
        if (idle(&model->axes[j])) continue;
        int at = count++;
        for (; at && model->axes[room->movers[at - 1]].stride > model->axes[j].stride; at--) room->movers[at] = room->movers[at - 1];
        room->movers[at] = j;
        directed |= model->axes[j].bits;
    }
    room->moving = count;
    for (int k = 0; k < count;) {
        Group *group = &room->group_of[room->groups++];
        const Axis *axis = &model->axes[room->movers[k]];
        *group = (Group){k, 0, axis->stride, 0, axis->stride < line ? axis->stride : line};
        for (; k < count; k++, group->count++) {
            axis = &model->axes[room->movers[k]];
            if (group->count && axis->stride * axis->size / group->below * group->width * bytes > PART) break;
            group->span = axis->stride * axis->size;
        }
        while (group->width < TILE && 2 * group->width <= group->below && 2 * group->width * group->span / group->below * bytes <= PART) group->width *= 2;
    }
    for (int k = 0; k < count && !directed; k++)
        if (model->axes[room->movers[k]].stride * bytes >= 16 * LINE) {
            room->layout.by[room->layout.breaks] = model->axes[room->movers[k]].by_stride;
            room->layout.every[room->layout.breaks++] = model->axes[room->movers[k]].stride;
        }
    room->layout.gap = line;
}

/* Blocks are stale as many together as have their labels in one line, where those are neighbours throughout. */
static inline size_t NAME(stale_bytes)(const Model *model, const NAME(Room) *room, int maker) {
    return (size_t)(model->cells / model->axes[maker].size) >> room->beside[maker];
}

static void NAME(place_beside)(const Model *model, NAME(Room) *room) {
    const int64_t bytes = room->lanes * BYTES, line = bytes < LINE ? LINE / bytes : 1;
    room->apart = 1;
    for (int j = 0; j < model->makers; j++) {
        const Axis *axis = &model->axes[j];
        const int regular = axis->stride % line == 0 && !axis->bits && (!room->layout.breaks || room->layout.every[0] % line == 0);
        for (int64_t sides = 1; regular && !idle(axis) && sides < line; sides *= 2) room->beside[j]++;
        if (!idle(axis) && !room->beside[j] && (axis->stride > 1 || axis->size % line)) room->apart = (int)line;
    }
}

/* Orders, and room for the labels. */
static int NAME(prepare)(const Model *model, NAME(Room) *room) {
    int64_t widest = 1;
    for (int j = 0; j < model->makers; j++) {
        const Axis *axis = &model->axes[j];
        const int64_t places = axis->size > (int64_t)1 << axis->bits ? axis->size : (int64_t)1 << axis->bits;
        widest = places > widest ? places : widest;
    }
    room->group = model->makers < 16 ? model->makers : 16;
    room->lanes = room->group <= 4 ? 8 : room->group <= 8 ? 16 : 32;
    NAME(group_movers)(model, room);
    NAME(place_beside)(model, room);
    room->labels = roomy((size_t)(place_of(&room->layout, model->cells - 1) + 1) * (size_t)room->lanes * sizeof(RANK));
    room->running = malloc((size_t)widest * (size_t)room->lanes * sizeof(RANK));
    room->changed = malloc((size_t)(widest + 1) * sizeof *room->changed);
    room->orders = calloc((size_t)model->makers, sizeof *room->orders);
    room->stale = calloc((size_t)model->makers, sizeof *room->stale);
    int failed = !room->labels || !room->running || !room->changed || !room->orders || !room->stale;
    for (int j = 0; !failed && j < model->makers; j++) {
        if (idle(&model->axes[j])) continue;
        room->stale[j] = malloc(NAME(stale_bytes)(model, room, j));
        failed = !room->stale[j] || NAME(arrange)(model, j, &room->orders[j]) < 0;
    }
    return failed ? -1 : 0;
}

/* The labels of one group of decision makers: by sweeps, and where those wind too long, by a search. Returns 0, or -1 without memory. */
static int NAME(improve)(Model *model, NAME(Room) *room) {
    const int local = model->rounds < LOCAL ? model->rounds : LOCAL;
    int rounds = 0, stale = room->moving > 0;
    for (int j = 0; j < model->makers; j++)
        if (room->stale[j]) memset(room->stale[j], 1, NAME(stale_bytes)(model, room, j));
    for (; stale && rounds < model->rounds; rounds++) {
        const int tell = rounds >= BUSY;
        const int any = room->lanes == 8    ? NAME(sweep_8)(model, room, local, tell)
                        : room->lanes == 16 ? NAME(sweep_16)(model, room, local, tell)
                                            : NAME(sweep_32)(model, room, local, tell);
        stale = any && !tell;
        for (int j = 0; any && tell && j < model->makers; j++)
            stale |= room->stale[j] && memchr(room->stale[j], 1, NAME(stale_bytes)(model, room, j));
    }
    if (rounds > model->swept) model->swept = rounds;
    return stale ? NAME(search)(model, room) : 0;
}

/* SEQ and SSEQ: what a rank must attain, by block; the flags themselves of whoever has one-way options. */
static int NAME(find_credible)(Model *model, NAME(Room) *room) {
    for (int first = 0; first < model->makers; first += room->group) {
        room->first = first;
        if (model->makers - first < room->group) room->group = model->makers - first;
        NAME(begin_labels)(model, room);
        for (int i = first; i < first + room->group; i++)
            if (model->axes[i].bits && !idle(&model->axes[i])) NAME(first_pass)(model, room, i, 0, 0, 0);
        if (NAME(improve)(model, room) < 0) return -1;
        NAME(end_labels)(model, room);
        for (int i = first; i < first + room->group; i++)
            if (model->axes[i].bits && !idle(&model->axes[i])) NAME(last_pass)(model, room, i, 0, 1, SEQ, SSEQ);
    }
    return 0;
}

/* Room for what a rank must attain, by block. Returns 0, or -1 without memory. */
static int NAME(make_room)(const Model *model, NAME(Room) *room, int credible) {
    const size_t makers = (size_t)model->makers;
    int bits = 0;
    for (int j = 0; j < model->makers; j++) {
        bits = model->axes[j].bits > bits ? model->axes[j].bits : bits;
        room->widest = model->axes[j].size > room->widest ? model->axes[j].size : room->widest;
    }
    room->best = malloc(sizeof(RANK[TILE]) << bits);
    room->general = malloc(sizeof(RANK[TILE]) << bits);
    room->symmetric = malloc(sizeof(RANK[TILE]) << bits);
    room->least = malloc(makers * (size_t)room->widest * sizeof(RANK));
    room->least_best = malloc(makers * (size_t)room->widest * sizeof(RANK));
    room->tops = calloc(makers, sizeof *room->tops);
    room->credible = calloc(makers, sizeof *room->credible);
    room->answered = calloc(makers, sizeof *room->answered);
    if (!room->best || !room->general || !room->symmetric || !room->least || !room->least_best) return -1;
    if (!room->tops || !room->credible || !room->answered) return -1;
    for (int j = 0; j < model->makers; j++) {
        const Axis *axis = &model->axes[j];
        if (idle(axis) || axis->bits) continue;
        room->tops[j] = roomy((size_t)(model->cells / axis->size) * sizeof(RANK));
        if (!room->tops[j]) return -1;
        if (!credible) continue;
        room->credible[j] = calloc((size_t)(model->cells / axis->size), sizeof(RANK));
        room->answered[j] = calloc((size_t)(model->cells / axis->size), sizeof(RANK));
        if (!room->credible[j] || !room->answered[j]) return -1;
    }
    return 0;
}

/* One decision maker's flags for Nash, GMR and SMR, and from what was found before for SEQ and SSEQ. */
static void NAME(flag_maker)(const Model *model, NAME(Room) *room, int maker, int closed, int credible) {
    const Axis *axis = &model->axes[maker];
    const int general = model->wanted & (GMR | SMR), known = model->changed && !model->changed[maker];
    uint8_t *flags = model->flags + maker * model->cells;
    if (idle(axis)) memset(flags, model->wanted | NASH, (size_t)model->cells); /* whoever cannot move stays */
    else if (!axis->bits) NAME(judge_maker)(model, room, maker, closed, general && !known, credible);
    else if (!known) {
        NAME(first_pass)(model, room, maker, closed, general && !closed, !credible);
        if (general && !closed) {
            NAME(reach)(model, room, maker, room->reached);
            NAME(reach)(model, room, maker, room->reached_best);
        }
        if (general) NAME(last_pass)(model, room, maker, closed, 0, GMR, SMR);
    }
    if (!known || idle(axis)) return; /* Nash, GMR and SMR are of the decision maker's own ranks alone */
    for (int64_t s = maker * model->cells; s < (maker + 1) * model->cells; s++) {
        const uint8_t before = model->known[s] & (NASH | GMR | SMR);
        model->flags[s] = (uint8_t)(credible ? (model->flags[s] & (SEQ | SSEQ)) | before : model->known[s]);
    }
}

static void NAME(find_tops)(const Model *model, NAME(Room) *room, int maker, int closed) {
    const size_t at = (size_t)maker * (size_t)room->widest;
    if (room->tops[maker]) NAME(tops)(model, maker, room->tops[maker], closed ? room->least + at : NULL, closed ? room->least_best + at : NULL);
}

/* All wanted concepts for everybody. Returns 0, or -1 without memory. */
static int NAME(run)(Model *model) {
    const int general = model->wanted & (GMR | SMR), credible = model->wanted & (SEQ | SSEQ);
    uint8_t bottoms[256] = {0}, closed[256] = {0};
    int iterate = 0, status = -1;
    NAME(Room) room;
    memset(&room, 0, sizeof room);
    for (int j = 0; general && j < model->makers; j++) bottoms[j] = (uint8_t)has_bottom(model, &model->axes[j]);
    for (int j = 0; general && j < model->makers; j++) {
        closed[j] = (uint8_t)everything_reached(model, bottoms, j);
        model->closed += closed[j];
        iterate |= !closed[j] && !idle(&model->axes[j]);
    }
    if (NAME(make_room)(model, &room, credible) < 0) goto done;
    for (int i = 0; credible && i < model->makers; i++) NAME(find_tops)(model, &room, i, closed[i]);
    if (credible) {
        for (int i = 0; i < model->makers; i++) /* filled as the labels come; others' flags are written once, at the end */
            if (model->axes[i].bits) memset(model->flags + i * model->cells, 0, (size_t)model->cells);
        const int failed = NAME(prepare)(model, &room) < 0 || NAME(find_credible)(model, &room) < 0;
        NAME(forget_labels)(model, &room);
        if (failed) goto done;
    }
    if (iterate) {
        room.reached = roomy((size_t)model->cells * sizeof(RANK));
        room.reached_best = roomy((size_t)model->cells * sizeof(RANK));
        if (!room.reached || !room.reached_best) goto done;
    }
    for (int i = 0; i < model->makers; i++) NAME(flag_maker)(model, &room, i, closed[i], credible);
    status = 0;
done:
    NAME(forget)(model, &room);
    return status;
}
