/** Who is who: the cluster's own certificates, how a node gets one, and what they are good for. */
@NullMarked
package io.understudy.node.identity;

import org.jspecify.annotations.NullMarked;
