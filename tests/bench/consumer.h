#pragma once

#include <QByteArrayView>
#include <memory>

namespace imap::bench
{

/// Takes the octets of a FETCH's answer as a socket gives them and makes values of them.
class Consumer
{
public:
    virtual ~Consumer() = default;
    virtual const char *name() const = 0;
    /// Where the octets come from: fills at most `size` octets and says how many; 0 at the end.
    using Source = qsizetype (*)(void *context, char *to, qsizetype size);
    /// Reads all that `source` has; returns how many messages came out whole, with envelope and body
    /// structure.
    virtual int run(Source source, void *context) = 0;
};

std::unique_ptr<Consumer> makePostrider();
/// nullptr where it was not there to build against.
std::unique_ptr<Consumer> makeEtpan();

} // namespace imap::bench
