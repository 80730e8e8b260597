package io.understudy.core.notice;

import io.understudy.core.decision.RegisterView;
import io.understudy.core.model.Moment;
import java.util.Optional;

/**
 * How far this node's knowledge of the register reaches. After a freeze that is long ago, whatever
 * the clock says. Each is the moment when a read was asked for, since an answer is as old as that.
 *
 * @param asked the latest read
 * @param ended the latest that was answered or given up
 * @param answered the latest that was answered
 */
record Reads(Optional<Moment> asked, Optional<Moment> ended, Optional<Moment> answered) {

    static final Reads NONE = new Reads(Optional.empty(), Optional.empty(), Optional.empty());

    /** After each decision, which may ask anew as soon as a read has ended. */
    Reads then(RegisterView register) {
        boolean same = register.lastRead().equals(asked);
        Optional<Moment> over = register.reading() ? same ? ended : asked : register.lastRead();
        boolean told = !over.equals(ended) && register.silence().isEmpty();
        return new Reads(register.lastRead(), over, told ? over : answered);
    }
}
