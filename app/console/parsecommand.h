#pragma once

#include <cstdio>

namespace app
{

/// `postrider-imap parse`: server bytes from `in`, one JSON object a line to `out`, each as soon as it is
/// complete. With `greeting` the first response must be one. Returns the exit status: 0 unless reading or
/// writing failed.
int runParse(std::FILE *in, std::FILE *out, bool greeting);

} // namespace app
