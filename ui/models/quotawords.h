#pragma once

#include "types/quota.h"

#include <QLocale>
#include <QString>
#include <optional>

namespace ui
{

// Limits in words. Amounts of storage are told in kB, MB, GB and TB of 1024 each, as servers count them (RFC
// 9208 §5.1) and those who set limits do: what was set as 2 GB reads "2 GB".

/// How near to its limit something is: from 80 % on people are warned, from 95 % on they are warned loudly.
enum class QuotaLevel { Fine, High, Full };
inline constexpr double highShare = 0.80;
inline constexpr double fullShare = 0.95;

/// How much of the limit is used, 0 or more; over 1 where a limit was lowered.
double quotaShare(const imap::Quota &quota);
QuotaLevel quotaLevel(double share);

/// Whether amounts are in units of 1024 octets.
bool isStorage(const QByteArray &resource);
/// "Storage", "Messages", "Folders", "Annotations"; the server's word for others.
QString resourceName(const QByteArray &resource);
/// What it means, for a tooltip, with the server's word.
QString resourceTip(const QByteArray &resource);
/// "1.2 GB", "1,234".
QString quotaAmount(const QByteArray &resource, quint64 amount, const QLocale &locale = QLocale());
/// The same of something in octets, for where it stands beside a limit: "3.3 MB", "512 bytes".
QString storageAmount(quint64 octets, const QLocale &locale = QLocale());
/// "60 %"; "less than 1 %"; never "100 %" before it is.
QString shareText(double share, const QLocale &locale = QLocale());
/// "1.2 GB of 2 GB used (60 %)", "1,234 of 5,000 used (25 %)", beside the resource's name.
QString quotaFigures(const imap::Quota &quota, const QLocale &locale = QLocale());
/// The same as a sentence of its own: "1,234 of 5,000 messages used (25 %)".
QString quotaText(const imap::Quota &quota, const QLocale &locale = QLocale());

/// The one that is nearest to its limit.
std::optional<imap::Quota> fullest(const QList<imap::Quota> &quotas);

/// A root's name for people: what the server calls it, in one clean line.
QString quotaRootName(const QByteArray &root);

} // namespace ui
