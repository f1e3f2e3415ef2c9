"""Three ways to withdraw, with psycopg 3: the transactions are pipelines, and statements are prepared after some uses."""

import os
from contextlib import contextmanager
from queue import Queue

import psycopg
from fastapi import FastAPI, HTTPException
from pydantic import BaseModel

app = FastAPI()

connections: Queue = Queue()
for _ in range(4):
    connections.put(psycopg.connect(os.environ["DATABASE_URL"], autocommit=True))


class Withdrawal(BaseModel):
    amount: int


@contextmanager
def connected():
    connection = connections.get()
    try:
        yield connection
    finally:
        connections.put(connection)


def withdraw(connection, amount: int, how: str = "") -> dict:
    cursor = connection.execute(f"select balance from account where id = %s {how}", (1,))
    (balance,) = cursor.fetchone()
    if balance < amount:
        raise HTTPException(status_code=409, detail="not enough money")
    connection.execute("update account set balance = %s where id = %s", (balance - amount, 1))
    return {"balance": balance - amount}


@app.get("/health")
def health() -> dict:
    return {"ok": True}


@app.post("/naive")
def naive(withdrawal: Withdrawal) -> dict:
    with connected() as connection:
        return withdraw(connection, withdrawal.amount)


@app.post("/transaction")
def in_transaction(withdrawal: Withdrawal) -> dict:
    with connected() as connection, connection.pipeline(), connection.transaction():
        return withdraw(connection, withdrawal.amount)


@app.post("/for-update")
def for_update(withdrawal: Withdrawal) -> dict:
    with connected() as connection, connection.pipeline(), connection.transaction():
        return withdraw(connection, withdrawal.amount, "for update")
