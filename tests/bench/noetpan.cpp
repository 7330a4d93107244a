#include "bench/consumer.h"

namespace imap::bench
{

std::unique_ptr<Consumer> makeEtpan()
{
    return nullptr;
}

} // namespace imap::bench
