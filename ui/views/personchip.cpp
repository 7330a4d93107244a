#include "ui/views/personchip.h"

#include "ui/support/formatting.h"
#include "ui/support/icons.h"
#include "ui/support/metrics.h"
#include "ui/support/theme.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QMenu>
#include <QPainter>
#include <QStyle>
#include <QStyleOption>

namespace ui
{
namespace
{

constexpr int picture = 20;
constexpr int chipHeight = 24;
constexpr int widest = 280;
constexpr int portrait = 40;

QFont addressFont(const QWidget *chip)
{
    QFont font = chip->font();
    font.setWeight(QFont::Normal);
    return font;
}

QFontMetrics addressMetrics(const QWidget *chip)
{
    return QFontMetrics(addressFont(chip));
}

} // namespace

void paintInitials(QPainter *painter, const QRectF &circle, const imap::mime::Person &person,
                   const QPalette &palette, const QFont &font)
{
    const ColorPair colors = initialsColors(imap::mime::colourIndex(person) % hueCount, palette);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(colors.ground);
    painter->drawEllipse(circle);
    QFont letters = semibold(font);
    letters.setPixelSize(qMax(6, int(circle.height() * 0.44)));
    painter->setFont(letters);
    painter->setPen(colors.ink);
    painter->drawText(circle, Qt::AlignCenter, imap::mime::initials(person));
    painter->restore();
}

PersonChip::PersonChip(const imap::mime::Person &person, QWidget *parent)
    : QAbstractButton(parent)
    , m_person(person)
{
    setText(person.display());
    setToolTip(plainTip(person.full()));
    setAccessibleName(person.full());
    setAccessibleDescription(tr("Press for what can be done with the address"));
    setCursor(Qt::PointingHandCursor);
    setFocusPolicy(Qt::TabFocus);
    setAttribute(Qt::WA_Hover);
    connect(this, &QAbstractButton::clicked, this, [this] { showMenu(mapToGlobal(QPoint(0, height()))); });
}

QSize PersonChip::sizeHint() const
{
    const int text = fontMetrics().horizontalAdvance(this->text());
    const int height = qMax(chipHeight, fontMetrics().height() + grid);
    if (!m_full)
        return QSize(qMin(widest, picture + 3 * grid + text + gap), height);
    const int behind = address().isEmpty() ? 0 : gap + addressMetrics(this).horizontalAdvance(address());
    return QSize(text + behind + 4 * grid, height);
}

QSize PersonChip::minimumSizeHint() const
{
    return QSize(picture + grid, sizeHint().height());
}

void PersonChip::copyAddress()
{
    QGuiApplication::clipboard()->setText(m_person.address.isEmpty() ? m_person.name : m_person.address);
}

void PersonChip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF box = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    if (underMouse() || hasFocus() || isDown()) {
        painter.setPen(hasFocus() ? QPen(palette().color(QPalette::Highlight), 1) : QPen(Qt::NoPen));
        painter.setBrush(mixed(palette().color(QPalette::Base), palette().color(QPalette::Text), 0.08));
        painter.drawRoundedRect(box, height() / 2.0, height() / 2.0);
    }
    if (!m_full) {
        const QRect circle = QStyle::visualRect(layoutDirection(), rect(),
                                                QRect(grid / 2, (height() - picture) / 2, picture, picture));
        paintInitials(&painter, circle, m_person, palette(), font());
    }
    const int start = m_full ? grid : picture + 2 * grid;
    const QRect words = QStyle::visualRect(layoutDirection(), rect(), rect().adjusted(start, 0, -grid, 0));
    painter.setPen(palette().color(QPalette::Text));
    painter.drawText(words, Qt::AlignVCenter | Qt::AlignLeading | Qt::TextSingleLine,
                     fontMetrics().elidedText(text(), Qt::ElideRight, words.width()));
    const int used = fontMetrics().horizontalAdvance(text()) + gap;
    if (!m_full || address().isEmpty() || used >= words.width())
        return;
    const QRect rest =
        QStyle::visualRect(layoutDirection(), words,
                           QRect(words.left() + used, words.top(), words.width() - used, words.height()));
    const QFontMetrics metrics = addressMetrics(this);
    painter.setFont(addressFont(this));
    painter.setPen(mutedInk(palette()));
    painter.drawText(rest, Qt::AlignVCenter | Qt::AlignLeading | Qt::TextSingleLine,
                     metrics.elidedText(address(), Qt::ElideRight, rest.width()));
}

void PersonChip::setFull(bool full)
{
    m_full = full;
    updateGeometry();
}

QString PersonChip::address() const
{
    return text().contains(m_person.address) ? QString() : m_person.address;
}

void PersonChip::contextMenuEvent(QContextMenuEvent *event)
{
    showMenu(event->globalPos());
}

void PersonChip::showMenu(const QPoint &position)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QAction *who = menu->addAction(QString(m_person.full()).replace(QLatin1Char('&'), QLatin1String("&&")));
    who->setEnabled(false);
    menu->addSeparator();
    QAction *copy = menu->addAction(ui::icon(QStringLiteral("edit-copy")), tr("Copy &Address"), this,
                                    &PersonChip::copyAddress);
    copy->setEnabled(!m_person.address.isEmpty());
    QAction *both = menu->addAction(tr("Copy &Name and Address"), this,
                                    [this] { QGuiApplication::clipboard()->setText(m_person.full()); });
    both->setEnabled(!m_person.name.isEmpty());
    menu->popup(position);
}

Portrait::Portrait(QWidget *parent)
    : QWidget(parent)
{
    setFixedSize(portrait, portrait);
}

void Portrait::setPerson(const imap::mime::Person &person)
{
    m_person = person;
    update();
}

QSize Portrait::sizeHint() const
{
    return QSize(portrait, portrait);
}

void Portrait::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintInitials(&painter, QRectF(rect()).adjusted(1, 1, -1, -1), m_person, palette(), font());
}

} // namespace ui
