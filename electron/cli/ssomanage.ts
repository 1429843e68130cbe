#!/usr/bin/env node
import { refuseOldNode } from './terminal/refuse-old-node.ts'

// In a file of its own: an old Node cannot even read what is written for a newer one.
if (!refuseOldNode()) void import('./ssomanage/run.ts')
