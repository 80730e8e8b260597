/** Why this node decided as it did: its journal, decided and explained again. */
@NullMarked
package io.understudy.node.why;

import org.jspecify.annotations.NullMarked;
