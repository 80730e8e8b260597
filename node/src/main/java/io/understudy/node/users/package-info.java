/** Who may log in to the page, with which password and as what: the same on every node. */
@NullMarked
package io.understudy.node.users;

import org.jspecify.annotations.NullMarked;
