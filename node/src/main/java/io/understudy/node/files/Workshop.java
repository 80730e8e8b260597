package io.understudy.node.files;

import java.util.SortedMap;

/** What the work on the files is done with; one work at a time has it. */
record Workshop(
        Store store, SortedMap<String, Tree> trees, Names names, Counter counter, Board board) {}
