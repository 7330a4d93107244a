#include "mime/searchtext.h"

#include "mime/attachments.h"
#include "mime/headertext.h"
#include "mime/people.h"
#include "mime/textbody.h"

#include <QStringList>

namespace imap::mime
{

namespace
{

/// A message to thousands is found by the first of them.
constexpr qsizetype MaxPeople = 200;

void addPeople(QStringList &words, const QList<Address> &addresses)
{
    const QList<Person> list = people(addresses.first(qMin(addresses.size(), MaxPeople)));
    for (const Person &person : list) {
        for (const QString &word : {person.name, person.address, person.group}) {
            if (!word.isEmpty() && !words.contains(word))
                words.append(word);
        }
    }
}

} // namespace

QList<QByteArray> searchSections(const BodyStructure &structure)
{
    return wantedSections(structure, false);
}

SearchText searchText(const MessageSummary &summary, const MessageBody &body)
{
    SearchText text;
    const Envelope &envelope = summary.envelope;
    text.subject = decodeHeader(envelope.subject.value_or(QByteArray()));
    QStringList words;
    for (const auto *list :
         {&envelope.from, &envelope.sender, &envelope.replyTo, &envelope.to, &envelope.cc, &envelope.bcc})
        addPeople(words, *list);
    text.people = words.join(QLatin1Char('\n'));
    if (!summary.structure)
        return text;
    QStringList names;
    const QList<AttachmentInfo> files = attachments(*summary.structure);
    for (const AttachmentInfo &attachment : files)
        names.append(attachment.fileName);
    text.files = names.join(QLatin1Char('\n'));
    if (!body.sections.isEmpty()) {
        MessageBody known = body;
        known.structure = summary.structure;
        QList<Block> blocks = textBody(known).blocks;
        // What we say ourselves ("not loaded") is nothing to be found.
        blocks.removeIf([](const Block &block) { return block.kind == BlockKind::Note; });
        text.body = toPlainText(blocks);
    }
    return text;
}

TextExtractor textExtractor()
{
    return {searchSections, searchText};
}

} // namespace imap::mime
