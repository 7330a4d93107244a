#include "mime/charset.h"

namespace imap::mime
{

namespace
{

struct Alias {
    const char *name;
    const char *target;
};

// Mail names on the left, converter names on the right. Where Microsoft's superset of a charset goes by
// the name of the standard one (ks_c_5601, gb2312, shift_jis), the superset is taken: it differs only
// where the standard has holes. What is not listed is not converted: the converter knows charsets that
// abort on bad input in older C libraries, and nobody sends mail in EBCDIC.
constexpr Alias aliases[] = {
    {"ks_c_5601-1987", "CP949"},
    {"ks_c_5601-1989", "CP949"},
    {"ks_c_5601", "CP949"},
    {"ksc5601", "CP949"},
    {"ksc_5601", "CP949"},
    {"euc-kr", "CP949"},
    {"euckr", "CP949"},
    {"uhc", "CP949"},
    {"korean", "CP949"},
    {"cp949", "CP949"},
    {"windows-949", "CP949"},
    {"johab", "JOHAB"},
    {"iso-2022-kr", "ISO-2022-KR"},
    {"gb2312", "GB18030"},
    {"gb_2312-80", "GB18030"},
    {"gb2312-80", "GB18030"},
    {"gbk", "GB18030"},
    {"x-gbk", "GB18030"},
    {"cp936", "GB18030"},
    {"windows-936", "GB18030"},
    {"euc-cn", "GB18030"},
    {"cn-gb", "GB18030"},
    {"gb18030", "GB18030"},
    {"chinese", "GB18030"},
    {"hz-gb-2312", "HZ"},
    {"hz", "HZ"},
    {"big5", "BIG5-HKSCS"},
    {"big-5", "BIG5-HKSCS"},
    {"cn-big5", "BIG5-HKSCS"},
    {"x-x-big5", "BIG5-HKSCS"},
    {"big5-hkscs", "BIG5-HKSCS"},
    {"cp950", "CP950"},
    {"euc-tw", "EUC-TW"},
    {"shift_jis", "CP932"},
    {"shift-jis", "CP932"},
    {"sjis", "CP932"},
    {"x-sjis", "CP932"},
    {"ms_kanji", "CP932"},
    {"cp932", "CP932"},
    {"windows-31j", "CP932"},
    {"windows-932", "CP932"},
    {"euc-jp", "EUC-JP-MS"},
    {"eucjp", "EUC-JP-MS"},
    {"x-euc-jp", "EUC-JP-MS"},
    {"ujis", "EUC-JP-MS"},
    {"iso-2022-jp", "ISO-2022-JP"},
    {"iso-2022-jp-ms", "ISO-2022-JP"},
    {"iso-2022-jp-1", "ISO-2022-JP"},
    {"iso-2022-jp-2", "ISO-2022-JP"},
    {"cp50220", "ISO-2022-JP"},
    {"cp50221", "ISO-2022-JP"},
    {"csiso2022jp", "ISO-2022-JP"},
    {"jis", "ISO-2022-JP"},
    {"koi8-r", "KOI8-R"},
    {"koi8r", "KOI8-R"},
    {"koi8", "KOI8-R"},
    {"koi8-u", "KOI8-U"},
    {"koi8-ru", "KOI8-U"},
    {"tis-620", "CP874"},
    {"tis620", "CP874"},
    {"viscii", "VISCII"},
    {"tcvn", "TCVN"},
    {"armscii-8", "ARMSCII-8"},
    {"georgian-ps", "GEORGIAN-PS"},
    {"hp-roman8", "HP-ROMAN8"},
    {"macintosh", "MACINTOSH"},
    {"mac", "MACINTOSH"},
    {"macroman", "MACINTOSH"},
    {"x-mac-roman", "MACINTOSH"},
    {"mac-roman", "MACINTOSH"},
    {"x-mac-cyrillic", "MAC-CYRILLIC"},
    {"x-mac-ce", "MAC-CENTRALEUROPE"},
    {"x-mac-centraleurroman", "MAC-CENTRALEUROPE"},
    {"utf-7", "UTF-7"},
    {"utf7", "UTF-7"},
    {"unicode-1-1-utf-7", "UTF-7"},
    {"unicode-2-0-utf-7", "UTF-7"},
    {"x-unicode-2-0-utf-7", "UTF-7"},
    {"utf-8", "UTF-8"},
    {"utf8", "UTF-8"},
    {"utf-8n", "UTF-8"},
    {"unicode-1-1-utf-8", "UTF-8"},
    {"unicode-2-0-utf-8", "UTF-8"},
    {"cp65001", "UTF-8"},
    {"utf8mb4", "UTF-8"},
    {"utf-16", "UTF-16"},
    {"utf-16le", "UTF-16LE"},
    {"utf-16be", "UTF-16BE"},
    {"ucs-2", "UTF-16"},
    {"utf-32", "UTF-32"},
    {"utf-32le", "UTF-32LE"},
    {"utf-32be", "UTF-32BE"},
    {"latin1", "CP1252"},
    {"latin-1", "CP1252"},
    {"l1", "CP1252"},
    {"cp819", "CP1252"},
    {"ibm819", "CP1252"},
    {"ansi", "CP1252"},
    {"x-ansi", "CP1252"},
    {"latin2", "ISO-8859-2"},
    {"latin3", "ISO-8859-3"},
    {"latin4", "ISO-8859-4"},
    {"latin5", "CP1254"},
    {"latin6", "ISO-8859-10"},
    {"latin9", "ISO-8859-15"},
    {"cyrillic", "ISO-8859-5"},
    {"arabic", "ISO-8859-6"},
    {"greek", "ISO-8859-7"},
    {"hebrew", "ISO-8859-8"},
    {"visual", "ISO-8859-8"},
    {"logical", "ISO-8859-8"},
};

/// ISO-8859-n in its many spellings; Microsoft's superset where there is one.
QByteArray iso8859(const QByteArray &name)
{
    for (const char *prefix : {"iso-8859-", "iso_8859-", "iso8859-", "iso8859_", "iso_8859_", "iso-8859_",
                               "8859-", "8859_", "iso 8859-", "iso-8859", "iso8859"}) {
        if (!name.startsWith(prefix))
            continue;
        QByteArray number = name.mid(qsizetype(qstrlen(prefix)));
        for (const char *suffix : {"-i", "-e", ":1987", ":1988", ":1989"}) {
            if (number.endsWith(suffix))
                number.chop(qsizetype(qstrlen(suffix)));
        }
        const int n = number.toInt();
        if (n < 1 || n > 16 || n == 12)
            return {};
        if (n == 1)
            return "CP1252";
        if (n == 9)
            return "CP1254";
        if (n == 11)
            return "CP874";
        return "ISO-8859-" + QByteArray::number(n);
    }
    return {};
}

/// windows-125x and the DOS code pages.
QByteArray codePage(const QByteArray &name)
{
    for (const char *prefix : {"windows-", "windows_", "windows", "win-", "win", "x-windows-", "windows-cp",
                               "microsoft-cp", "ms-", "cp-", "cp", "x-cp", "ibm-", "ibm", "dos-"}) {
        if (!name.startsWith(prefix))
            continue;
        const int n = name.mid(qsizetype(qstrlen(prefix))).toInt();
        if (n >= 1250 && n <= 1258)
            return "CP" + QByteArray::number(n);
        for (const int page :
             {437, 737, 775, 850, 852, 855, 857, 858, 860, 861, 862, 863, 864, 865, 866, 869, 874}) {
            if (n == page)
                return "CP" + QByteArray::number(n);
        }
    }
    return {};
}

} // namespace

QByteArray knownCharset(QByteArrayView name)
{
    QByteArray key = name.first(qMin(name.size(), qsizetype(64))).toByteArray().toLower();
    key = key.trimmed();
    while (key.startsWith('"') || key.startsWith('\''))
        key.remove(0, 1);
    while (key.endsWith('"') || key.endsWith('\'') || key.endsWith(';'))
        key.chop(1);
    for (const Alias &alias : aliases) {
        if (key == alias.name)
            return alias.target;
    }
    if (const QByteArray iso = iso8859(key); !iso.isEmpty())
        return iso;
    if (const QByteArray page = codePage(key); !page.isEmpty())
        return page;
    if (key.startsWith("x-"))
        return knownCharset(QByteArrayView(key).sliced(2));
    return {};
}

} // namespace imap::mime
