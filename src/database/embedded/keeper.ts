/**
 * The server's keeper: a small shell that stands between race-lab and the server, so that the
 * server cannot outlive race-lab. It holds the reading end of a pipe on descriptor 3 whose other
 * end only race-lab has; however race-lab ends, `kill -9` included, the kernel closes that end,
 * and the keeper stops the server and removes the run's directory.
 *
 * Arguments: the server's binary, the template cluster, then the server's own options. Its working
 * directory is the run's directory. It exits with the server's status.
 */
export const KEEPER_SCRIPT = `
run=$PWD postgres=$1 template=$2
shift 2
cp -R "$template" data && chmod 700 data || exit 70
"$postgres" -D data "$@" </dev/null 3<&- &
server=$!
( read -r _ <&3; kill -QUIT $server 2>/dev/null ) &
watch=$!
wait $server
status=$?
kill $watch 2>/dev/null
set -- $(sed -n 7p data/postmaster.pid 2>/dev/null)
[ -z "$2" ] || ipcrm -m "$2" 2>/dev/null
cd / && rm -rf "$run" 2>/dev/null
exit $status
`;
