<?php
// Three ways to withdraw, with PDO: each request has a connection of its own, and each statement is prepared and dropped.

function withdraw(PDO $db, int $amount, string $how = ''): bool
{
    $select = $db->prepare("select balance from account where id = ? $how");
    $select->execute([1]);
    $balance = $select->fetchColumn();
    if ($balance < $amount) {
        return false;
    }
    $db->prepare('update account set balance = ? where id = ?')->execute([$balance - $amount, 1]);
    return true;
}

function inTransaction(PDO $db, int $amount, string $how = ''): bool
{
    $db->beginTransaction();
    $isDone = withdraw($db, $amount, $how);
    $isDone ? $db->commit() : $db->rollBack();
    return $isDone;
}

$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
header('content-type: application/json');
if ($path === '/health') {
    echo json_encode(['ok' => true]);
    return;
}

$amount = json_decode(file_get_contents('php://input'))->amount;
$place = sprintf('host=%s;port=%s;dbname=%s', getenv('PGHOST'), getenv('PGPORT'), getenv('PGDATABASE'));
$db = new PDO("pgsql:$place", getenv('PGUSER'), getenv('PGPASSWORD'));
$isDone = match ($path) {
    '/naive' => withdraw($db, $amount),
    '/transaction' => inTransaction($db, $amount),
    '/for-update' => inTransaction($db, $amount, 'for update'),
};
http_response_code($isDone ? 200 : 409);
echo json_encode(['done' => $isDone]);
