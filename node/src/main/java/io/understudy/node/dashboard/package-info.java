/** The page that every node serves to people, over an HTTPS server of its own. */
@NullMarked
package io.understudy.node.dashboard;

import org.jspecify.annotations.NullMarked;
