"""Three ways to withdraw, with asyncpg: prepared statements, binary values, a pool that resets its connections."""

import os
from contextlib import asynccontextmanager

import asyncpg
from fastapi import FastAPI, HTTPException
from pydantic import BaseModel

app = FastAPI()


class Withdrawal(BaseModel):
    amount: int


@app.on_event("startup")
async def open_pool() -> None:
    app.state.pool = await asyncpg.create_pool(os.environ["DATABASE_URL"])


@asynccontextmanager
async def transaction():
    async with app.state.pool.acquire() as connection, connection.transaction():
        yield connection


async def withdraw(connection, amount: int, how: str = "") -> dict:
    balance = await connection.fetchval(f"select balance from account where id = $1 {how}", 1)
    if balance < amount:
        raise HTTPException(status_code=409, detail="not enough money")
    await connection.execute("update account set balance = $1 where id = $2", balance - amount, 1)
    return {"balance": balance - amount}


@app.get("/health")
async def health() -> dict:
    return {"ok": True}


@app.post("/naive")
async def naive(withdrawal: Withdrawal) -> dict:
    async with app.state.pool.acquire() as connection:
        return await withdraw(connection, withdrawal.amount)


@app.post("/transaction")
async def in_transaction(withdrawal: Withdrawal) -> dict:
    async with transaction() as connection:
        return await withdraw(connection, withdrawal.amount)


@app.post("/for-update")
async def for_update(withdrawal: Withdrawal) -> dict:
    async with transaction() as connection:
        return await withdraw(connection, withdrawal.amount, "for update")
