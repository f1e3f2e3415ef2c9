/**
 * The server's keeper: a shell script that starts the server and makes sure that it does not outlive
 * race-lab. Descriptor 3 is the reading end of a pipe, and only race-lab has the other end. When race-lab
 * ends, even by `kill -9`, the kernel closes that end. The keeper then stops the server and removes the run's
 * directory. It sends SIGQUIT until the server has ended, because a server that has just started still ignores it: a shell
 * starts background commands so. Where Linux's setpriv(1) is installed, the server does not outlive the keeper either.
 *
 * Arguments: the run's directory, the server's binary, the template cluster, then the server's own
 * options. race-lab creates the directory and then writes a line to the pipe. The keeper exits with the server's
 * status.
 */
export const KEEPER_SCRIPT = `
run=$1 postgres=$2 template=$3
shift 3
read -r _ <&3 || { rmdir "$run" 2>/dev/null; exit 71; }
cd "$run" || exit 71
setpriv --pdeathsig QUIT true 2>/dev/null 3<&- &
bound=$!
cp -R "$template" data && chmod 700 data || { cd /; rm -rf "$run"; exit 70; }
set -- "$postgres" -D data "$@"
! wait $bound || set -- setpriv --pdeathsig QUIT "$@"
"$@" </dev/null 3<&- &
server=$!
( read -r _ <&3; while kill -QUIT $server 2>/dev/null; do sleep 0.2; done ) &
watch=$!
wait $server
status=$?
kill $watch 2>/dev/null
set -- $(sed -n 7p data/postmaster.pid 2>/dev/null)
[ -z "$2" ] || ipcrm -m "$2" 2>/dev/null
cd / && rm -rf "$run" 2>/dev/null
exit $status
`;
