"""An account with five ways to withdraw from it: FastAPI, SQLAlchemy and psycopg2."""

import os
import threading

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel
from sqlalchemy import create_engine, text

# SQLAlchemy calls the driver after the name of the database.
URL = os.environ["DATABASE_URL"].replace("postgres://", "postgresql://", 1)

engine = create_engine(URL, pool_size=10)
autocommit = engine.execution_options(isolation_level="AUTOCOMMIT")
lock = threading.Lock()
app = FastAPI()


class Withdrawal(BaseModel):
    amount: int


def balance_of(connection, account_id: int, how: str = "") -> int:
    statement = text(f"select balance from account where id = :id {how}")
    return connection.execute(statement, {"id": account_id}).scalar_one()


def set_balance(connection, account_id: int, balance: int) -> None:
    statement = text("update account set balance = :balance where id = :id")
    connection.execute(statement, {"balance": balance, "id": account_id})


def withdraw_from(connection, account_id: int, amount: int, how: str = "") -> dict:
    balance = balance_of(connection, account_id, how)
    if balance < amount:
        raise HTTPException(status_code=409, detail="not enough money")
    set_balance(connection, account_id, balance - amount)
    return {"balance": balance - amount}


@app.get("/health")
def health() -> dict:
    return {"ok": True}


# 1. Naive: read, then write.
@app.post("/naive/{account_id}")
def naive(account_id: int, withdrawal: Withdrawal) -> dict:
    with autocommit.connect() as connection:
        return withdraw_from(connection, account_id, withdrawal.amount)


# 2. A lock of the application: it holds as long as there is one process.
@app.post("/locked/{account_id}")
def locked(account_id: int, withdrawal: Withdrawal) -> dict:
    with lock, autocommit.connect() as connection:
        return withdraw_from(connection, account_id, withdrawal.amount)


# 3. A transaction without locks.
@app.post("/transaction/{account_id}")
def transaction(account_id: int, withdrawal: Withdrawal) -> dict:
    with engine.begin() as connection:
        return withdraw_from(connection, account_id, withdrawal.amount)


# 4. Pessimistic: SELECT FOR UPDATE.
@app.post("/for-update/{account_id}")
def for_update(account_id: int, withdrawal: Withdrawal) -> dict:
    with engine.begin() as connection:
        return withdraw_from(connection, account_id, withdrawal.amount, "for update")


# 5. Optimistic: a version, and a retry when another one came first.
@app.post("/optimistic/{account_id}")
def optimistic(account_id: int, withdrawal: Withdrawal) -> dict:
    select = text("select balance, version from account where id = :id")
    update = text(
        "update account set balance = :balance, version = version + 1"
        " where id = :id and version = :version"
    )
    for _ in range(5):
        with autocommit.connect() as connection:
            row = connection.execute(select, {"id": account_id}).one()
            if row.balance < withdrawal.amount:
                raise HTTPException(status_code=409, detail="not enough money")
            balance = row.balance - withdrawal.amount
            values = {"balance": balance, "id": account_id, "version": row.version}
            if connection.execute(update, values).rowcount == 1:
                return {"balance": balance}
    raise HTTPException(status_code=503, detail="too many others")
