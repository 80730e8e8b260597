/** {@code understudy.yaml}: the one file of the whole cluster, read whole into records. */
@NullMarked
package io.understudy.node.config;

import org.jspecify.annotations.NullMarked;
