#include "ui/dialogs/changedetails.h"

#include "ui/models/changewords.h"
#include "ui/support/buttonbox.h"
#include "ui/support/formatting.h"
#include "ui/support/icons.h"
#include "ui/support/metrics.h"

#include <QFormLayout>
#include <QLabel>

namespace ui
{
namespace
{

constexpr qsizetype longestNumbers = 400;

} // namespace

ChangeDetails::ChangeDetails(const imap::JournalEntry &entry, const Words &words, QWidget *parent)
    : QDialog(parent)
{
    setWindowTitle(tr("Change"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * gap, 2 * gap, 2 * gap, 2 * gap);
    layout->setSpacing(2 * gap);
    auto *title = new QLabel(words.what, this);
    title->setTextFormat(Qt::PlainText);
    title->setFont(semibold(scaledFont(font(), largeType)));
    title->setWordWrap(true);
    layout->addWidget(title);
    auto *form = new QFormLayout;
    form->setHorizontalSpacing(2 * gap);
    form->setVerticalSpacing(gap);
    const auto add = [&](const QString &name, const QString &text) {
        if (text.isEmpty())
            return;
        auto *value = new QLabel(text, this);
        value->setTextFormat(Qt::PlainText);
        value->setWordWrap(true);
        value->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        form->addRow(name, value);
    };
    const imap::UidSet messages = changedMessages(entry.change);
    add(tr("State:"), words.state);
    add(tr("When:"), exactDate(entry.created.toLocalTime()));
    add(tr("Account:"), words.account);
    add(tr("Folder:"), words.folder);
    if (!messages.isEmpty()) {
        QString numbers = QString::fromLatin1(messages.toByteArray());
        if (numbers.size() > longestNumbers)
            numbers = numbers.left(longestNumbers) + QChar(0x2026);
        // Room to break the line at.
        numbers.replace(QLatin1Char(','), QStringLiteral(", "));
        add(tr("Messages:"), countText(qint64(messages.count())));
        add(tr("Their UIDs:"), numbers);
    }
    add(tr("Number:"), QString::number(entry.id));
    add(tr("Takes back:"), entry.undoes == 0 ? QString() : tr("number %1").arg(entry.undoes));
    layout->addLayout(form);
    auto *buttons = new ButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    layout->addWidget(buttons);
    setMinimumWidth(420);
}

} // namespace ui
