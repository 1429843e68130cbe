"""Runs a program on a terminal of its own and types one line of standard input at each prompt (a colon).

Prints all that the terminal showed and exits as the program did.
"""
import os
import pty
import sys

answers = sys.stdin.buffer.read().split(b"\n")
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(sys.argv[1], sys.argv[1:])

shown = b""
asked = 0
while True:
    try:
        chunk = os.read(terminal, 65536)
    except OSError:
        break
    if not chunk:
        break
    shown += chunk
    prompts = [b"Password:", b"Confirm Password:", b"Password reminder:"]
    if asked < len(answers) and asked < len(prompts) and prompts[asked] in shown:
        os.write(terminal, answers[asked] + b"\r")
        asked += 1

_, status = os.waitpid(pid, 0)
sys.stdout.buffer.write(shown)
sys.exit(os.waitstatus_to_exitcode(status))
