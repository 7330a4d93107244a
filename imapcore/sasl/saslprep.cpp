#include "sasl/saslprep.h"

#include <gsasl.h>
#include <memory>

namespace imap
{

namespace
{

struct FreeBytes {
    void operator()(char *bytes) const { gsasl_free(bytes); }
};

} // namespace

std::optional<QByteArray> saslPrep(const QByteArray &text, bool query)
{
    if (text.contains('\0'))
        return {};
    char *prepared = nullptr;
    const auto flags = query ? GSASL_ALLOW_UNASSIGNED : static_cast<Gsasl_saslprep_flags>(0);
    const int code = gsasl_saslprep(text.constData(), flags, &prepared, nullptr);
    const std::unique_ptr<char, FreeBytes> owner(prepared);
    if (code != GSASL_OK)
        return {};
    return QByteArray(prepared);
}

} // namespace imap
