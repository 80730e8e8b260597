/** What a node answers to other nodes and to people, over its one HTTPS server. */
@NullMarked
package io.understudy.node.api;

import org.jspecify.annotations.NullMarked;
