#include "ui/models/quotawords.h"

#include "mime/cleantext.h"
#include "ui/support/formatting.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

namespace ui
{

namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("Quota", text);
}

struct Resource {
    const char *name; ///< on the wire
    const char *title;
    const char *used; ///< "%1 of %2 messages used (%3)"
    const char *tip;
    bool storage;
};

/// RFC 9208 §5, and what Cyrus called them before that.
constexpr Resource resources[] = {
    {"STORAGE", QT_TRANSLATE_NOOP("Quota", "Storage"), nullptr,
     QT_TRANSLATE_NOOP("Quota", "The room that all messages take"), true},
    {"MESSAGE", QT_TRANSLATE_NOOP("Quota", "Messages"),
     QT_TRANSLATE_NOOP("Quota", "%1 of %2 messages used (%3)"),
     QT_TRANSLATE_NOOP("Quota", "How many messages there are"), false},
    {"MAILBOX", QT_TRANSLATE_NOOP("Quota", "Folders"),
     QT_TRANSLATE_NOOP("Quota", "%1 of %2 folders used (%3)"),
     QT_TRANSLATE_NOOP("Quota", "How many folders there are"), false},
    {"X-NUM-FOLDERS", QT_TRANSLATE_NOOP("Quota", "Folders"),
     QT_TRANSLATE_NOOP("Quota", "%1 of %2 folders used (%3)"),
     QT_TRANSLATE_NOOP("Quota", "How many folders there are"), false},
    {"ANNOTATION-STORAGE", QT_TRANSLATE_NOOP("Quota", "Annotations"),
     QT_TRANSLATE_NOOP("Quota", "%1 of %2 for annotations used (%3)"),
     QT_TRANSLATE_NOOP("Quota", "The room that notes on folders and messages take"), true},
    {"X-ANNOTATION-STORAGE", QT_TRANSLATE_NOOP("Quota", "Annotations"),
     QT_TRANSLATE_NOOP("Quota", "%1 of %2 for annotations used (%3)"),
     QT_TRANSLATE_NOOP("Quota", "The room that notes on folders and messages take"), true},
};

const Resource *find(const QByteArray &name)
{
    const auto *found = std::find_if(std::begin(resources), std::end(resources), [&](const Resource &one) {
        return name.compare(one.name, Qt::CaseInsensitive) == 0;
    });
    return found == std::end(resources) ? nullptr : found;
}

QString storageText(double kilobytes, const QLocale &locale)
{
    const char *const units[] = {QT_TRANSLATE_NOOP("Quota", "%1 kB"), QT_TRANSLATE_NOOP("Quota", "%1 MB"),
                                 QT_TRANSLATE_NOOP("Quota", "%1 GB"), QT_TRANSLATE_NOOP("Quota", "%1 TB")};
    size_t unit = 0;
    while (kilobytes >= 1023.5 && unit + 1 < std::size(units)) {
        kilobytes /= 1024;
        ++unit;
    }
    // 1.5 GB, but 2 GB and not 2.0 GB.
    const bool whole = kilobytes >= 9.95 || std::abs(kilobytes - std::round(kilobytes)) < 0.05;
    return tr(units[unit]).arg(locale.toString(kilobytes, 'f', whole ? 0 : 1));
}

} // namespace

double quotaShare(const imap::Quota &quota)
{
    if (quota.limit == 0)
        return quota.usage == 0 ? 0 : 1;
    return double(quota.usage) / double(quota.limit);
}

QuotaLevel quotaLevel(double share)
{
    if (share >= fullShare)
        return QuotaLevel::Full;
    return share >= highShare ? QuotaLevel::High : QuotaLevel::Fine;
}

bool isStorage(const QByteArray &resource)
{
    const Resource *known = find(resource);
    return known && known->storage;
}

QString resourceName(const QByteArray &resource)
{
    const Resource *known = find(resource);
    return known ? tr(known->title) : imap::mime::cleanLine(QString::fromUtf8(resource), 60);
}

QString resourceTip(const QByteArray &resource)
{
    const QString name = imap::mime::cleanLine(QString::fromUtf8(resource), 60);
    const Resource *known = find(resource);
    return known ? tr("%1; the server calls it %2").arg(tr(known->tip), name)
                 : tr("Something that Postrider does not know; the server calls it %1").arg(name);
}

QString storageAmount(quint64 octets, const QLocale &locale)
{
    if (octets < 1000)
        return sizeText(octets, locale);
    return storageText(double(octets) / 1024, locale);
}

QString quotaAmount(const QByteArray &resource, quint64 amount, const QLocale &locale)
{
    return isStorage(resource) ? storageText(double(amount), locale) : locale.toString(qulonglong(amount));
}

QString shareText(double share, const QLocale &locale)
{
    if (share > 0 && share < 0.01)
        return tr("less than 1 %");
    const double percent = share < 1 ? std::min(std::round(share * 100), 99.0) : std::round(share * 100);
    return tr("%1 %").arg(locale.toString(percent, 'f', 0));
}

QString quotaFigures(const imap::Quota &quota, const QLocale &locale)
{
    return tr("%1 of %2 used (%3)")
        .arg(quotaAmount(quota.resource, quota.usage, locale),
             quotaAmount(quota.resource, quota.limit, locale), shareText(quotaShare(quota), locale));
}

QString quotaText(const imap::Quota &quota, const QLocale &locale)
{
    const Resource *known = find(quota.resource);
    if (!known)
        return tr("%1: %2").arg(resourceName(quota.resource), quotaFigures(quota, locale));
    if (!known->used)
        return quotaFigures(quota, locale);
    return tr(known->used)
        .arg(quotaAmount(quota.resource, quota.usage, locale),
             quotaAmount(quota.resource, quota.limit, locale), shareText(quotaShare(quota), locale));
}

std::optional<imap::Quota> fullest(const QList<imap::Quota> &quotas)
{
    const auto most = std::max_element(quotas.begin(), quotas.end(), [](const auto &a, const auto &b) {
        return quotaShare(a) < quotaShare(b);
    });
    return most == quotas.end() ? std::nullopt : std::optional(*most);
}

QString quotaRootName(const QByteArray &root)
{
    return root.isEmpty() ? tr("Whole account") : imap::mime::cleanLine(QString::fromUtf8(root), 200);
}

} // namespace ui
