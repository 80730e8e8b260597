@NullMarked
package io.understudy.node.users;

import org.jspecify.annotations.NullMarked;
