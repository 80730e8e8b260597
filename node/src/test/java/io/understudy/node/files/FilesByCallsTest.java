package io.understudy.node.files;

import static io.understudy.node.files.TwoNodes.B;

/** The way of {@link TwoNodes}, which tests of files go by: without a network. */
class FilesByCallsTest extends FileSourceContract {

    @Override
    FileSource source() {
        return nodes.way(B);
    }
}
