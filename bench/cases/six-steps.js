/** How often each worker reads and writes: with two workers, 924 orders. */
const TIMES = 3;

/**
 * Two workers that each read a number and write it back, raised by one, three times.
 * @param driver how one driver opens, closes, reads and writes
 */
export function caseOn({ name, open, close, read, write }) {
  const worker = async (application) => {
    for (let time = 0; time < TIMES; time += 1) {
      await write(application, (await read(application)) + 1);
    }
  };
  return {
    name,
    schema: 'create table counter (id int primary key, n int not null)',
    start: 'insert into counter values (1, 0)',
    open,
    close,
    worker,
  };
}
