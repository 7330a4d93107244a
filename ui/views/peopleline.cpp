#include "ui/views/peopleline.h"

#include "ui/support/formatting.h"
#include "ui/support/metrics.h"
#include "ui/support/theme.h"
#include "ui/views/flowlayout.h"
#include "ui/views/personchip.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QToolButton>

namespace ui
{
namespace
{

constexpr int foldedCount = 6;
constexpr int unfoldedCount = 200; ///< chips are widgets: beyond that the addresses can be copied

} // namespace

PeopleLine::PeopleLine(const QString &label, QWidget *parent)
    : QWidget(parent)
    , m_label(new QLabel(label, this))
    , m_chips(new QWidget(this))
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(grid);
    m_label->setFixedHeight(24);
    m_label->setMinimumWidth(fontMetrics().horizontalAdvance(tr("Reply to")) + gap);
    m_label->setForegroundRole(QPalette::PlaceholderText);
    layout->addWidget(m_label, 0, Qt::AlignTop);
    layout->addWidget(m_chips, 1);
    new FlowLayout(m_chips, grid, grid / 2);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    m_chips->setSizePolicy(policy);
    hide();
}

void PeopleLine::setPeople(const QList<imap::mime::Person> &people)
{
    m_people = people;
    m_folded = true;
    setVisible(!people.isEmpty());
    fill();
}

void PeopleLine::unfold()
{
    m_folded = false;
    fill();
}

void PeopleLine::fill()
{
    QLayout *flow = m_chips->layout();
    while (QLayoutItem *item = flow->takeAt(0)) {
        if (QWidget *widget = item->widget()) {
            widget->hide();
            widget->deleteLater(); // it may be the one that was clicked
        }
        delete item;
    }
    const qsizetype limit = m_folded ? foldedCount : unfoldedCount;
    // "and 1 more" would take the room of the one.
    const qsizetype count = m_people.size() <= limit + 1 ? m_people.size() : limit;
    QString group;
    for (qsizetype i = 0; i < count; ++i) {
        const imap::mime::Person &person = m_people.at(i);
        if (person.group != group && !person.group.isEmpty()) {
            auto *name = new QLabel(person.group + QLatin1Char(':'), m_chips);
            name->setTextFormat(Qt::PlainText);
            name->setFont(semibold(font()));
            name->setFixedHeight(24);
            flow->addWidget(name);
        }
        group = person.group;
        if (person.name.isEmpty() && person.address.isEmpty())
            continue; // a group without members: its name is all there is
        flow->addWidget(new PersonChip(person, m_chips));
    }
    m_shown = int(count);
    if (count < m_people.size()) {
        auto *more = new QToolButton(m_chips);
        more->setObjectName(QStringLiteral("more"));
        more->setAutoRaise(true);
        more->setFixedHeight(24);
        const qsizetype rest = m_people.size() - count;
        if (m_folded) {
            more->setText(tr("and %1 more").arg(countText(rest)));
            connect(more, &QToolButton::clicked, this, &PeopleLine::unfold);
        } else {
            more->setText(tr("and %1 more; copy all addresses").arg(countText(rest)));
            connect(more, &QToolButton::clicked, this, [this] {
                QStringList all;
                for (const imap::mime::Person &person : std::as_const(m_people))
                    all << person.full();
                QGuiApplication::clipboard()->setText(all.join(QStringLiteral(", ")));
            });
        }
        flow->addWidget(more);
    }
    for (int i = 0; i < flow->count(); ++i)
        flow->itemAt(i)->widget()->show();
    m_chips->updateGeometry();
    updateGeometry();
}

} // namespace ui
