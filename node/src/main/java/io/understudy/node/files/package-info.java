/** The server's files: published by the primary, pulled and put in place by the standby. */
@NullMarked
package io.understudy.node.files;

import org.jspecify.annotations.NullMarked;
