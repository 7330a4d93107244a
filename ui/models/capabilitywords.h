#pragma once

#include <QByteArrayView>
#include <QList>

namespace ui
{

/// What the program knows about one thing that a server may offer, in English; translated where it is shown
/// (context "Capabilities").
struct CapabilityWords {
    /// As servers spell it. With `=` at the end it stands for all that begin like that.
    const char *name;
    const char *reference; ///< "RFC 2177"; empty: nobody wrote it down
    const char *what;      ///< what it is
    /// What the program does with it; null: it has no use for it.
    const char *use;
    /// What it costs that a server lacks it; null: nothing worth a line.
    const char *cost;
    /// With this one the server has no need of it, nor the program; null: there is nothing like it.
    const char *unless;
};

/// All of them, in no order.
const QList<CapabilityWords> &capabilityWords();
/// The words for `name`: those of just this name first, then those of its family; null: not known.
const CapabilityWords *wordsFor(QByteArrayView name);

} // namespace ui
