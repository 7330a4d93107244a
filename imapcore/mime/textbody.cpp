#include "mime/textbody.h"

#include "mime/blockcollector.h"
#include "mime/calendartext.h"
#include "mime/headertext.h"
#include "mime/htmltext.h"
#include "mime/maildate.h"
#include "mime/partchoice.h"
#include "mime/partdecoder.h"
#include "mime/people.h"
#include "mime/plaintext.h"
#include "mime/stubtext.h"

#include <QStringList>
#include <algorithm>

namespace imap::mime
{

namespace
{

constexpr qsizetype budgetLimit =
    6 * 1024 * 1024; ///< octets of all text parts of one message that are looked at
constexpr qsizetype compareLimit = 1024 * 1024; ///< of all HTML parts that are compared with plain ones

PlainFormat formatOf(const BodyStructure &part)
{
    PlainFormat format;
    format.flowed = part.parameter("format").compare("flowed", Qt::CaseInsensitive) == 0;
    format.deleteSpace = part.parameter("delsp").compare("yes", Qt::CaseInsensitive) == 0;
    return format;
}

/// HTML may name its charset itself; only asked if the part does not.
QByteArray metaCharset(const QByteArray &html)
{
    const QByteArray head = html.left(2048).toLower();
    qsizetype at = head.indexOf("charset=");
    if (at < 0)
        return {};
    at += 8;
    while (at < head.size() && (head[at] == '"' || head[at] == '\'' || head[at] == ' '))
        ++at;
    qsizetype end = at;
    while (end < head.size() && !QByteArrayView("\"' />;").contains(head[end]))
        ++end;
    return head.mid(at, end - at);
}

QString htmlOf(const QByteArray &bytes, BodyStructure part)
{
    if (part.parameter("charset").isEmpty()) {
        const QByteArray decoded = decodeTransfer(bytes, part.encoding);
        part.encoding = "binary";
        part.parameters.append({"charset", metaCharset(decoded)});
        return decodePart(decoded, part);
    }
    return decodePart(bytes, part);
}

QString messageHeader(const Envelope &envelope)
{
    QStringList lines;
    if (envelope.subject)
        lines.append(decodeHeader(*envelope.subject));
    lines.append(correspondents(envelope.from));
    if (envelope.date) {
        const auto date = parseDate(*envelope.date);
        lines.append(date ? date->toString(QStringLiteral("yyyy-MM-dd HH:mm t"))
                          : decodeHeader(*envelope.date));
    }
    lines.removeAll(QString());
    return lines.join(QLatin1Char('\n'));
}

class Assembler
{
public:
    Assembler(const MessageBody &body, Preference preference)
        : m_body(body)
        , m_preference(preference)
    {
    }

    TextBody run()
    {
        const HtmlDecision decision = [this](const BodyStructure &plain, const QByteArray &plainSection,
                                             const BodyStructure &html, const QByteArray &htmlSection) {
            return preferHtml(plain, plainSection, html, htmlSection);
        };
        const QList<ChosenPart> parts = chooseParts(*m_body.structure, decision);
        const bool text = hasText(parts);
        for (const ChosenPart &part : parts) {
            if (part.role != PartRole::Calendar || !text)
                add(part);
        }
        finish();
        return std::move(m_result);
    }

private:
    bool preferHtml(const BodyStructure &plain, const QByteArray &plainSection, const BodyStructure &html,
                    const QByteArray &htmlSection)
    {
        m_result.hasHtml = true;
        if (!m_body.sections.contains(htmlSection))
            return false;
        if (!m_body.sections.contains(plainSection) || m_preference == Preference::Html)
            return true;
        return mayBeStub(plain, html) && isStub(decodePart(m_body.sections.value(plainSection), plain),
                                                beginning(m_body.sections.value(htmlSection), html));
    }

    /// Enough of an HTML part to compare it with the plain text.
    BlockList beginning(const QByteArray &bytes, const BodyStructure &html)
    {
        constexpr qsizetype enough = 256 * 1024;
        const QByteArray looked = bytes.left(std::min(enough, m_compareBudget));
        m_compareBudget -= looked.size();
        return htmlBlocks(htmlOf(looked, html));
    }

    void note(NoteKind kind, const QString &text = {})
    {
        Block block;
        block.kind = BlockKind::Note;
        block.note = kind;
        block.text = text;
        m_collector.add(block);
    }

    void rule()
    {
        Block block;
        block.kind = BlockKind::Rule;
        m_collector.add(block);
        m_afterText = false;
    }

    void add(const ChosenPart &part)
    {
        switch (part.role) {
        case PartRole::Signed:
            return note(NoteKind::Signed);
        case PartRole::Encrypted:
            return note(NoteKind::Encrypted);
        case PartRole::TooLarge:
            return note(NoteKind::TooLarge, QString::fromLatin1(part.section));
        case PartRole::Message:
            return message(*part.node);
        case PartRole::MessageEnd:
            m_ruleDue = true;
            return;
        case PartRole::Picture:
            return picture(part);
        default:
            return text(part);
        }
    }

    void message(const BodyStructure &node)
    {
        if (m_shown)
            rule();
        m_ruleDue = false;
        Block block;
        block.kind = BlockKind::MessageHeader;
        block.text = node.envelope ? messageHeader(*node.envelope) : QString();
        m_collector.add(block);
        m_shown = true;
        m_afterText = false;
    }

    void picture(const ChosenPart &part)
    {
        Block block;
        block.kind = BlockKind::Picture;
        block.resource = part.section;
        block.text = part.node->disposition ? decodeParameter(part.node->disposition->parameters, "filename")
                                            : QString();
        m_collector.add(block);
        m_shown = true;
    }

    void text(const ChosenPart &part)
    {
        const auto found = m_body.sections.constFind(part.section);
        if (found == m_body.sections.cend()) {
            if (part.node->size > 0) {
                m_result.complete = false;
                note(NoteKind::NotLoaded, QString::fromLatin1(part.section));
            }
            return;
        }
        m_budget -= found->size();
        if (m_budget < 0) {
            truncated();
            return;
        }
        if (m_result.charset.isEmpty())
            m_result.charset = part.node->parameter("charset");
        BlockList list = blocksOf(part, *found);
        if (list.blocks.isEmpty())
            return;
        if (m_afterText || m_ruleDue)
            rule();
        m_ruleDue = false;
        for (const Block &block : std::as_const(list.blocks))
            m_collector.add(block);
        m_shown = m_afterText = true;
        if (list.truncated)
            truncated();
    }

    /// Says so once, where it happens first.
    void truncated()
    {
        if (!m_result.truncated)
            note(NoteKind::Truncated);
        m_result.truncated = true;
    }

    BlockList blocksOf(const ChosenPart &part, const QByteArray &bytes)
    {
        if (part.role == PartRole::Html) {
            m_result.fromHtml = m_result.hasHtml = true;
            BlockList list = htmlBlocks(htmlOf(bytes, *part.node));
            resolvePictures(list, part.pictures);
            return list;
        }
        const QString decoded = decodePart(bytes, *part.node);
        if (part.role == PartRole::Calendar)
            return plainBlocks(calendarText(decoded), {});
        if (part.role == PartRole::Enriched)
            return plainBlocks(enrichedText(decoded), {});
        BlockList list = plainBlocks(decoded, formatOf(*part.node));
        if (part.node->subtype != "plain") { // patches, tables, delivery reports
            for (Block &block : list.blocks)
                block.preformatted = block.kind == BlockKind::Paragraph;
        }
        return list;
    }

    /// "cid:x" becomes the section that holds x; a picture that did not come along becomes its words.
    static void resolvePictures(BlockList &list, const QList<InlinePicture> &pictures)
    {
        QHash<QByteArray, QByteArray> sections;
        for (const InlinePicture &picture : pictures)
            sections.insert("cid:" + picture.contentId, picture.section);
        for (Block &block : list.blocks) {
            if (block.kind != BlockKind::Picture)
                continue;
            block.resource = sections.value(block.resource);
            if (block.resource.isEmpty())
                block.kind = BlockKind::Paragraph;
        }
        list.blocks.removeIf(
            [](const Block &block) { return block.kind == BlockKind::Paragraph && block.text.isEmpty(); });
    }

    void finish()
    {
        BlockList list = m_collector.take();
        m_result.blocks = std::move(list.blocks);
        Block last;
        last.kind = BlockKind::Note;
        const auto isNote = [](const Block &block) { return block.note == NoteKind::Truncated; };
        m_result.truncated = m_result.truncated || list.truncated;
        if (m_result.truncated && std::none_of(m_result.blocks.cbegin(), m_result.blocks.cend(), isNote))
            last.note = NoteKind::Truncated;
        else if (m_result.blocks.isEmpty())
            last.note = NoteKind::NoText;
        if (last.note != NoteKind::None)
            m_result.blocks.append(last);
        m_result.text = toPlainText(m_result.blocks);
        QuoteRun run;
        for (qsizetype i = 0; i <= m_result.blocks.size(); ++i) {
            if (i < m_result.blocks.size() && m_result.blocks[i].quoteLevel > 0) {
                run.first = run.count == 0 ? i : run.first;
                ++run.count;
            } else if (run.count > 0) {
                m_result.quoteRuns.append(run);
                run = {};
            }
        }
    }

    const MessageBody &m_body;
    Preference m_preference;
    BlockCollector m_collector;
    TextBody m_result;
    qsizetype m_budget = budgetLimit;
    qsizetype m_compareBudget = compareLimit;
    bool m_shown = false;     ///< something stands above
    bool m_afterText = false; ///< a text part stands directly above
    bool m_ruleDue = false;   ///< a forwarded message ended
};
} // namespace

TextBody textBody(const MessageBody &body, Preference preference)
{
    if (body.structure)
        return Assembler(body, preference).run();
    TextBody nothing;
    nothing.complete = false;
    return nothing;
}

} // namespace imap::mime
