#pragma once

class QWidget;

namespace ui
{

/// For what is in a scroll area: the wheel turns the value of a combo or spin box only where that has the
/// focus, and does not give it the focus; else it scrolls. Whoever scrolls down a form changes nothing in it.
/// Concerns the boxes that are in `content` now. GUI thread.
void letWheelScroll(QWidget *content);

/// The same for choices that count at once: the wheel turns none of them, wherever the focus is.
void letWheelOnlyScroll(QWidget *content);

} // namespace ui
