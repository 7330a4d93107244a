#pragma once

class QModelIndex;

namespace ui
{

class MessageListView;

/// Lets screen readers see the rows of MessageListView: Qt knows only its own views. Once is enough, more do
/// no harm.
void installListAccessibility();

/// Tells them that the keyboard is at another row now.
void tellAccessibleCurrent(MessageListView *view, const QModelIndex &current);

} // namespace ui
