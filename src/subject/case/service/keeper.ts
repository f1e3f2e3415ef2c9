/**
 * The keeper of a program: a shell script that starts it, and makes sure that neither it nor a child of it outlives
 * race-lab. Descriptor 3 is the reading end of a pipe, and only race-lab has the other end: when race-lab ends, even by
 * `kill -9`, the kernel closes that end. The keeper then sends SIGTERM to its process group, and SIGKILL when that was
 * not enough. On Linux, children that have left the group are found by a variable of their environment, and
 * setpriv(1) ends the program with the keeper.
 *
 * Arguments: the value of that variable, how many tenths of a second the program may take to end, then the program and
 * its arguments. The keeper exits with the program's status; 128 and more stands for a signal.
 */
export const KEEPER_SCRIPT = `
mark=$1 patience=$2
shift 2
trap : TERM INT HUP
left() {
  for found in $(grep -las "RACE_LAB_PROGRAM=$mark" /proc/[0-9]*/environ 2>/dev/null); do
    pid=\${found#/proc/}
    echo "\${pid%/environ}"
  done
}
set -- env "RACE_LAB_PROGRAM=$mark" "$@"
! setpriv --pdeathsig KILL true 2>/dev/null 3<&- || set -- setpriv --pdeathsig KILL "$@"
"$@" </dev/null 3<&- &
program=$!
(
  trap '' TERM INT HUP
  read -r _ <&3
  kill -TERM 0 $(left) 2>/dev/null
  while [ "$patience" -gt 0 ] && kill -0 $program 2>/dev/null; do
    patience=$((patience - 1))
    sleep 0.1
  done
  kill -KILL $(left) 2>/dev/null
  kill -KILL 0
) >/dev/null 2>&1 &
watch=$!
wait $program
status=$?
while [ $status -gt 128 ] && kill -0 $program 2>/dev/null; do
  wait $program
  status=$?
done
kill -KILL $watch $(left) 2>/dev/null
[ -d /proc/1 ] || kill -TERM 0
exit $status
`;
