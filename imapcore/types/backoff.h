#pragma once

#include <QRandomGenerator>
#include <algorithm>

namespace imap
{

/// How long to wait before the next try: 1, 2, 4 ... 30 seconds, each up to a quarter longer so that many
/// clients of a server that comes back do not all knock together.
class Backoff
{
public:
    int next()
    {
        const int base = std::min(30'000, 1000 << std::min(m_failures++, 5));
        return base + int(QRandomGenerator::global()->bounded(base / 4));
    }
    void succeeded() { m_failures = 0; }
    /// In a row.
    int failures() const { return m_failures; }

private:
    int m_failures = 0;
};

} // namespace imap
