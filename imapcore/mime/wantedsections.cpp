#include "mime/partchoice.h"
#include "mime/textbody.h"

namespace imap::mime
{

QList<QByteArray> wantedSections(const BodyStructure &structure, bool inlineImages, Preference preference)
{
    const auto choose = [&](bool stubsAsHtml) {
        return chooseParts(structure, [&](const BodyStructure &plain, const QByteArray &,
                                          const BodyStructure &html, const QByteArray &) {
            return html.size <= maximumTextSize &&
                   (preference == Preference::Html || (stubsAsHtml && mayBeStub(plain, html)));
        });
    };
    QList<QByteArray> wanted;
    const auto want = [&wanted](const QByteArray &section) {
        if (wanted.size() < maximumChosenParts && !wanted.contains(section))
            wanted.append(section);
    };
    quint64 pictureBytes = 0;
    const auto wantPicture = [&](const QByteArray &section, quint64 size) {
        if (!inlineImages || pictureBytes + size > maximumPicturesSize || wanted.contains(section))
            return;
        pictureBytes += size;
        want(section);
    };
    for (const bool stubsAsHtml : {false, true}) {
        const QList<ChosenPart> parts = choose(stubsAsHtml);
        const bool text = hasText(parts);
        for (const ChosenPart &part : parts) {
            if (isTextRole(part.role) || (part.role == PartRole::Calendar && !text))
                want(part.section);
        }
        for (const ChosenPart &part : parts) {
            if (part.role == PartRole::Picture)
                wantPicture(part.section, part.node->size);
            for (const InlinePicture &picture : part.pictures)
                wantPicture(picture.section, picture.size);
        }
    }
    return wanted;
}

} // namespace imap::mime
