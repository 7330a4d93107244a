# shellcheck shell=bash
# For scripts that show Postrider at work: a private mail server with the sample letters, a virtual screen, pictures
# of it. Sourced by demo and try-package, in the project's top folder; everything ends and is deleted with the script.

work=$(mktemp -d /tmp/pr-demo.XXXXXX)
chmod 755 "$work"
processes=()
server_process=''
stage_end() {
    trap - EXIT INT TERM HUP
    for process in "${processes[@]}"; do kill "$process" 2>/dev/null || true; done
    # The server ends when nobody holds the other side of its standard input.
    if [ -n "$server_process" ]; then exec 8>&-; fi
    wait
    rm -rf "$work"
}
trap stage_end EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# stage_server DIR: starts the server with its mail in DIR, which gets the sample letters once.
stage_server() {
    mkfifo "$work/hold"
    tests/support/server/mailserver.py start "$1" --quota 2M --with-parent <"$work/hold" >"$work/server" \
        2>"$work/server.errors" &
    server_process=$!
    exec 8>"$work/hold"
    until grep -q ^PID= "$work/server"; do
        if ! kill -0 "$server_process" 2>/dev/null; then
            cat "$work/server.errors" >&2
            exit 1
        fi
        sleep 0.05
    done
    if [ ! -e "$1/samples" ]; then
        packaging/samplemail/make_samples.py --server "$1"
        touch "$1/samples"
    fi
}

# server_value NAME: what the server says about itself: PORT_IMAPS, PASSWORD, CA_FILE ...
server_value() { sed -n "s/^$1=//p" "$work/server"; }

# stage_screen WIDTHxHEIGHT: starts a virtual screen; DISPLAY is set to it.
stage_screen() {
    mkdir "$work/screen"
    Xvfb -displayfd 7 -screen 0 "${1}x24" -fbdir "$work/screen" -nolisten tcp 7>"$work/display" >"$work/xvfb.log" 2>&1 8>&- &
    local screen=$!
    processes+=("$screen")
    until [ -s "$work/display" ]; do
        if ! kill -0 "$screen" 2>/dev/null; then cat "$work/xvfb.log" >&2; exit 1; fi
        sleep 0.05
    done
    DISPLAY=:$(cat "$work/display")
    export DISPLAY
}

# stage_pictures FILE TIMELINE PROCESS: waits for the list, makes the picture, and if there is a hand to click with
# again with a letter open. The third letter has attachments. What the program said is in $work/postrider.log.
stage_pictures() {
    local file=$1 timeline=$2 process=$3
    picture() {
        packaging/screenshot.py --timeline "$timeline" --event "$1" --process "$process" \
            --screen "$work/screen/Xvfb_screen0" --output "$file" || { tail -20 "$work/postrider.log" >&2; exit 1; }
    }
    picture list-shown
    if command -v xdotool >/dev/null; then
        xdotool mousemove 440 255 click 1 mousemove 900 700
        picture message-shown
    fi
}
