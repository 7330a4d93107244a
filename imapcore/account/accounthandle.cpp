// The handle has no code of its own; this file gives its signals a home in the library.
#include "account/accounthandle.h"
