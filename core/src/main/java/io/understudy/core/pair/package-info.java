/** The register of two nodes without a third vote, but for its files and messages. */
@NullMarked
package io.understudy.core.pair;

import org.jspecify.annotations.NullMarked;
